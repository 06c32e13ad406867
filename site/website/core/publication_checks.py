"""Checks that can block the publication of a page, registered by rooms above.

A room registers a function in its `signal_handlers.py`, which its app config imports:

    @publication_check
    def no_open_questions(page: Page, revision: Revision | None) -> list[str]:
        return [_("Not published: a question is open.")] if ... else []

It returns sentences in the active language, each saying what is wrong and what to do. It runs in the transaction that
publishes the page, so rows that it locks stay locked until the page is online. `BasePage` asks for the blockers whichever
way a page is published: by an editor, by a workflow, by a schedule, or by a site's own action.
"""

from collections.abc import Callable

from wagtail.models import Page, Revision

Check = Callable[[Page, Revision | None], list[str]]
_checks: list[Check] = []


class PublicationBlocked(Exception):
    """A check blocks the publication of `page`; `words` are its sentences."""

    def __init__(self, page: Page, words: list[str]):
        super().__init__(" ".join(words))
        self.page, self.words = page, words


def publication_check(check: Check) -> Check:
    """Register a check, as a decorator."""
    _checks.append(check)
    return check


def publication_blockers(page: Page, revision: Revision | None = None) -> list[str]:
    """The sentences of all checks against publishing this revision of the page, or the latest. Empty: it may go online."""
    return [words for check in _checks for words in check(page, revision)]
