"""What the register of notices wants to know of “page-published” and “page-changed”."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from community.follows import subjects
from community.follows.actions.telling import CHANGED, PUBLISHED
from community.follows.models import Follow
from website.notifications.models import Notification

KINDS = (PUBLISHED, CHANGED)


@dataclass(frozen=True)
class PageLine:
    """A text in a digest, under what is followed. `language` is that of its title where it is not the reader's."""

    group: str
    group_url: str
    title: str
    url: str
    words: str
    language: str


def still(rows: Collection[Notification]) -> set[int]:
    """Which of these may still be told: the person may read the text, and follows what they were told because of.

    Bounded: as many statements for many rows of many people and texts as for few.
    """
    rows = list(rows)
    prefetch_related_objects(rows, "recipient", "target")
    pairs = [(row.recipient, row.target) for row in rows if row.target is not None]
    seen = set()
    for subject, group in subjects.by_subject(pairs, lambda pair: subjects.of(pair[1])):
        seen |= {(subject.name, *pair) for pair in subject.allowed(group)}
    followed = Follow.objects.heard().in_bulk({row.because_id for row in rows})
    return {
        row.pk
        for row in rows
        if row.because_id in followed
        and row.target is not None
        and (getattr(subjects.of(row.target), "name", ""), row.recipient_id, row.target_id) in seen
    }


def prepare(rows: Collection[Notification]) -> None:
    """Fetch what `line` says of these rows, for readers of the active language, in a bounded number of statements."""
    rows = list(rows)
    prefetch_related_objects(rows, "target", "because_of__user")
    pages = [row.target for row in rows if row.target is not None]
    prefetch_related_objects(pages, "locale")
    subjects.show(row.because_of for row in rows if row.because_of is not None)


def line(row: Notification) -> PageLine:
    """One of them in the active language. For many, after `prepare`."""
    page, follow = row.target, row.because_of
    kind = capfirst(page._meta.verbose_name)
    words = _("New: %(kind)s") if row.kind == PUBLISHED else _("Changed: %(kind)s")
    return PageLine(
        group=follow.shown.title if follow.shown else "",
        group_url=follow.get_absolute_url(),
        title=page.title,
        url=page.get_absolute_url(),
        words=words % {"kind": kind},
        language=page.foreign_language,
    )


def thread(row: Notification) -> str:
    """All that is told of a text in any language is one conversation."""
    return f"text-{row.target.translation_key}"


def list_id(row: Notification) -> tuple[str, str]:
    return f"follow-{row.because_id}", row.because_of.words
