"""Every change of what becomes of a topic. Views, the demo and the tests call these."""

from community.knowledge.actions.agreeing import answer_credit, take_out
from community.knowledge.actions.making import Made, make_knowledge

__all__ = ["Made", "answer_credit", "make_knowledge", "take_out"]
