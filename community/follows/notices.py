"""What people are told of the texts that they follow, or that fall into what they follow."""

from collections.abc import Collection

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from community.follows import subjects
from community.follows.actions.follows import calm, mute_because_of
from community.follows.actions.telling import CHANGED, PUBLISHED
from community.follows.models import Follow
from experiences.sheets.models import SheetPage
from website.core.models import BasePage
from website.notifications.models import Notification
from website.notifications.notices import Line, Notice, Unsubscriber, register, register_unsubscriber

KINDS = (PUBLISHED, CHANGED)


def targets() -> list:
    """The querysets that bring the texts with what is said of them."""
    models = [each.model for each in subjects.every() if each.is_of_rows and issubclass(each.model, BasePage)]
    others = [model.objects.select_related("locale") for model in models if model is not SheetPage]
    return [SheetPage.objects.select_related("locale").defer(*SheetPage.TEXT_FIELDS), *others]


def still(rows: Collection[Notification]) -> set[int]:
    """Which of these may still be told: the person may read the text, and follows what they were told because of.

    Bounded: as many statements for many rows of many people and texts as for few. What `line` says of the rows is
    fetched along, in the language of each person and in the active one.
    """
    rows = list(rows)
    prefetch_related_objects(rows, "recipient", "target", "because_of")
    pages = [row.target for row in rows if row.target is not None]
    prefetch_related_objects(pages, "locale")
    seen = set()
    pairs = [(row.recipient, row.target) for row in rows if row.target is not None]
    for subject, group in subjects.by_subject(pairs, lambda pair: subjects.of(pair[1])):
        seen |= {(subject.model, *pair) for pair in subject.allowed(group)}
    found = [
        row
        for row in rows
        if isinstance(row.because_of, Follow)
        and not row.because_of.is_muted
        and (type(row.target), row.recipient_id, row.target_id) in seen
    ]
    _name(found)
    return {row.pk for row in found}


def _name(rows: Collection[Notification]) -> None:
    follows = [row.because_of for row in rows]
    for row in rows:
        row.because_of.user = row.recipient
    active = get_language()
    for language in {active, *(follow.user.language for follow in follows)}:
        with override(language):
            subjects.show(each for each in follows if language in (active, each.user.language))


def line(row: Notification) -> Line:
    """One of them in the active language."""
    page, follow = row.target, row.because_of
    kind = capfirst(page._meta.verbose_name)
    words = _("New: %(kind)s") if row.kind == PUBLISHED else _("Changed: %(kind)s")
    return Line(
        group=str(follow),
        group_url=follow.get_absolute_url(),
        title=page.title,
        url=page.get_absolute_url(),
        words=words % {"kind": kind},
    )


def thread(row: Notification) -> str:
    """All that is told of a text in any language is one conversation."""
    return f"text-{row.target.translation_key}"


def list_id(row: Notification) -> tuple[str, str]:
    return f"follow-{row.because_id}", str(row.because_of)


for kind in KINDS:
    register(
        Notice(
            kind,
            gettext_lazy("What I follow"),
            still=still,
            line=line,
            thread=thread,
            list_id=list_id,
            targets=targets,
        )
    )
register_unsubscriber(Unsubscriber(mute=mute_because_of, calm=calm))
