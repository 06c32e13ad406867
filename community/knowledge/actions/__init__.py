"""Actions that create texts from topics and record their authors' consent. Views, the demo and the tests call these."""

from community.knowledge.actions.consent import answer_contribution, mark_removed
from community.knowledge.actions.creating import CreatedText, create_text

__all__ = ["CreatedText", "answer_contribution", "create_text", "mark_removed"]
