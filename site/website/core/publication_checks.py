"""Checks that can block the publication of a page.

An app registers a function in its `signal_handlers.py`, which its app config imports:

    @publication_check
    def no_open_questions(page: Page, revision: Revision | None) -> list[str]:
        return [_("Not published: a question is open.")] if ... else []

It returns sentences in the active language, each of which says what is wrong and what to do. It runs in the transaction
that publishes the page, so rows that it locks remain locked until the page is online. `BasePage` calls the checks
whichever way a page is published: by an editor, a workflow, a schedule or an action of the site.
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
    """Register a check. Use it as a decorator."""
    _checks.append(check)
    return check


def publication_blockers(page: Page, revision: Revision | None = None) -> list[str]:
    """Return the sentences of all checks for this revision, or else the latest. The page may be published if empty."""
    return [words for check in _checks for words in check(page, revision)]
