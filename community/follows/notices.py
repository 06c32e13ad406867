"""Notices for followers: new and changed pages, and new entries of the directory."""

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
    """Return the querysets that fetch the pages with what `line` needs."""
    models = [each.model for each in subjects.all_subjects() if each.is_of_rows and issubclass(each.model, BasePage)]
    others = [model.objects.select_related("locale") for model in models if model is not SheetPage]
    return [SheetPage.objects.select_related("locale").defer(*SheetPage.TEXT_FIELDS), *others]


def still(rows: Collection[Notification]) -> set[int]:
    """Return the keys of the rows whose recipient may read the page and still follows the reason.

    The number of queries does not depend on the number of rows. Also fetches what `line` needs, in the recipient's
    language and in the active one.
    """
    rows = list(rows)
    prefetch_related_objects(rows, "target")
    prefetch_related_objects([row.target for row in rows if row.target is not None], "locale")
    found = _still_followed(rows)
    _load_titles(found)
    return {row.pk for row in found}


def entries_still(rows: Collection[Notification]) -> set[int]:
    """Do the same as `still` for entries of the directory.

    A member must also still be in the followed list, judged by what every signed-in user sees of them. Otherwise the
    list's title would reveal a field that the member has hidden since.
    """
    found = _still_followed(list(rows))
    listed = [row for row in found if isinstance(row.target, Member)]
    lists = {row.pk: FollowedList(row.reason_object.listing, row.reason_object.query) for row in listed}
    memberships = list_memberships(set(lists.values()), {row.target for row in listed})
    found = [row for row in found if row.pk not in lists or (lists[row.pk], row.target_id) in memberships]
    _load_titles(found)
    return {row.pk for row in found}


def _still_followed(rows: list[Notification]) -> list[Notification]:
    """Return the rows whose recipient may see the target and whose reason is an unmuted follow."""
    prefetch_related_objects(rows, "recipient", "target", "reason_object")
    allowed = set()
    pairs = [(row.recipient, row.target) for row in rows if row.target is not None]
    for subject, group in subjects.group_by_subject(pairs, lambda pair: subjects.subject_for(pair[1])):
        allowed |= {(subject.model, *pair) for pair in subject.allowed(group)}
    return [
        row
        for row in rows
        if isinstance(row.reason_object, Follow)
        and not row.reason_object.is_muted
        and (type(row.target), row.recipient_id, row.target_id) in allowed
    ]


def _load_titles(rows: Collection[Notification]) -> None:
    follows = [row.reason_object for row in rows]
    for row in rows:
        row.reason_object.user = row.recipient
    active = get_language()
    for language in {active, *(follow.user.language for follow in follows)}:
        with override(language):
            subjects.load_titles(each for each in follows if language in (active, each.user.language))


def line(row: Notification) -> NotificationLine:
    """Return the line of a new or changed page in the active language."""
    page, follow = row.target, row.reason_object
    kind = capfirst(page._meta.verbose_name)
    words = _("New: %(kind)s") if row.kind == PUBLISHED else _("Updated: %(kind)s")
    return NotificationLine(
        group=str(follow),
        group_url=follow.get_absolute_url(),
        title=page.title,
        url=page.get_absolute_url(),
        words=words % {"kind": kind},
    )


def entries() -> list:
    """Return the querysets of organisations, and of members as signed-in users see them."""
    people = Member.objects.as_seen_at(Visibility.MEMBERS).select_related("user", "territory", "organisation")
    return [Organisation.objects.select_related("territory"), people]


def entry_line(row: Notification) -> NotificationLine:
    """Return the line of a new organisation or member in the active language."""
    entry, follow = row.target, row.reason_object
    kind = capfirst(entry._meta.verbose_name)
    summary = entry.view.summary if isinstance(entry, Member) else f"{entry.get_kind_display()}, {entry.place}"
    return NotificationLine(
        group=str(follow),
        group_url=follow.get_absolute_url(),
        title=_("New in the directory: %(name)s") % {"name": entry},
        url=entry.get_absolute_url(),
        words=f"{kind} – {summary}" if summary else kind,
    )


def notice_thread(row: Notification) -> str:
    """Return one mail thread for all notifications about a page in any language."""
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
    Notice(ENTRY, gettext_lazy("What I follow"), still=entries_still, line=entry_line, list_id=list_id, targets=entries)
)
register_unsubscriber(Unsubscriber(mute=mute_source, calm=reset_paces))
