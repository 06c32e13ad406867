"""What people are told of the texts that they follow, and of texts and entries that fall into what they follow."""

from collections.abc import Collection

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from community.follows import subjects
from community.follows.actions.entries import ENTRY
from community.follows.actions.follows import mute_source, reset_paces
from community.follows.actions.notifying import CHANGED, PUBLISHED
from community.follows.matching import list_memberships
from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList
from community.members.enums import Visibility
from community.members.models import Member
from experiences.sheets.models import SheetPage
from website.core.models import BasePage
from website.notifications.models import Notification
from website.notifications.notices import Notice, NotificationLine, Unsubscriber, register_notice, register_unsubscriber
from website.topics.models import Organisation

KINDS = (PUBLISHED, CHANGED)


def targets() -> list:
    """The querysets that bring the texts with what is said of them."""
    models = [each.model for each in subjects.all_subjects() if each.is_of_rows and issubclass(each.model, BasePage)]
    others = [model.objects.select_related("locale") for model in models if model is not SheetPage]
    return [SheetPage.objects.select_related("locale").defer(*SheetPage.TEXT_FIELDS), *others]


def still(rows: Collection[Notification]) -> set[int]:
    """Which of these may still be told: the person may read the text, and follows what they were told because of.

    Bounded: as many statements for many rows of many people and texts as for few. What `line` says of the rows is
    fetched along, in the language of each person and in the active one.
    """
    rows = list(rows)
    prefetch_related_objects(rows, "target")
    prefetch_related_objects([row.target for row in rows if row.target is not None], "locale")
    found = _heard(rows)
    _name(found)
    return {row.pk for row in found}


def still_in(rows: Collection[Notification]) -> set[int]:
    """The same of entries of the directory. A person is still in the list, by what those who have signed in see of them:
    under the list's name stands nobody who has hidden since what it is filtered by.
    """
    found = _heard(list(rows))
    listed = [row for row in found if isinstance(row.target, Member)]
    lists = {row.pk: FollowedList(row.reason_object.listing, row.reason_object.query) for row in listed}
    held = list_memberships(set(lists.values()), {row.target for row in listed})
    found = [row for row in found if row.pk not in lists or (lists[row.pk], row.target_id) in held]
    _name(found)
    return {row.pk for row in found}


def _heard(rows: list[Notification]) -> list[Notification]:
    """Those whose target their person may see, and that they still follow."""
    prefetch_related_objects(rows, "recipient", "target", "reason_object")
    seen = set()
    pairs = [(row.recipient, row.target) for row in rows if row.target is not None]
    for subject, group in subjects.group_by_subject(pairs, lambda pair: subjects.subject_for(pair[1])):
        seen |= {(subject.model, *pair) for pair in subject.allowed(group)}
    return [
        row
        for row in rows
        if isinstance(row.reason_object, Follow)
        and not row.reason_object.is_muted
        and (type(row.target), row.recipient_id, row.target_id) in seen
    ]


def _name(rows: Collection[Notification]) -> None:
    follows = [row.reason_object for row in rows]
    for row in rows:
        row.reason_object.user = row.recipient
    active = get_language()
    for language in {active, *(follow.user.language for follow in follows)}:
        with override(language):
            subjects.load_titles(each for each in follows if language in (active, each.user.language))


def line(row: Notification) -> NotificationLine:
    """One of them in the active language."""
    page, follow = row.target, row.reason_object
    kind = capfirst(page._meta.verbose_name)
    words = _("New: %(kind)s") if row.kind == PUBLISHED else _("Changed: %(kind)s")
    return NotificationLine(
        group=str(follow),
        group_url=follow.get_absolute_url(),
        title=page.title,
        url=page.get_absolute_url(),
        words=words % {"kind": kind},
    )


def entries() -> list:
    """The querysets that bring organisations, and people as those who have signed in see them."""
    people = Member.objects.as_seen_at(Visibility.MEMBERS).select_related("user", "territory", "organisation")
    return [Organisation.objects.select_related("territory"), people]


def entry_line(row: Notification) -> NotificationLine:
    """Who or what has come in, in the active language."""
    entry, follow = row.target, row.reason_object
    kind = capfirst(entry._meta.verbose_name)
    more = entry.shown.summary if isinstance(entry, Member) else f"{entry.get_kind_display()}, {entry.place}"
    return NotificationLine(
        group=str(follow),
        group_url=follow.get_absolute_url(),
        title=_("New in the directory: %(name)s") % {"name": entry},
        url=entry.get_absolute_url(),
        words=f"{kind} – {more}" if more else kind,
    )


def notice_thread(row: Notification) -> str:
    """All that is told of a text in any language is one conversation."""
    return f"text-{row.target.translation_key}"


def list_id(row: Notification) -> tuple[str, str]:
    return f"follow-{row.reason_id}", str(row.reason_object)


for kind in KINDS:
    register_notice(
        Notice(
            kind,
            gettext_lazy("What I follow"),
            still=still,
            line=line,
            thread=notice_thread,
            list_id=list_id,
            targets=targets,
        )
    )
register_notice(
    Notice(ENTRY, gettext_lazy("What I follow"), still=still_in, line=entry_line, list_id=list_id, targets=entries)
)
register_unsubscriber(Unsubscriber(mute=mute_source, calm=reset_paces))
