"""What people are told of sheets."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experiences.sheets.models import SheetPage
from website.accounts.models import User
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice, target_is_there


def _is_for_reviewers(rows) -> set[int]:
    recipients = {row.recipient_id for row in rows}
    reviewers = User.objects.filter(pk__in=recipients, is_active=True, groups__groupapprovaltask__active=True)
    known = set(reviewers.values_list("pk", flat=True))
    there = target_is_there(rows)
    return {row.pk for row in rows if row.pk in there and row.recipient_id in known}


def _is_for_its_author(rows) -> set[int]:
    return {row.pk for row in rows if row.target is not None and row.target.owner_id == row.recipient_id}


def _to_review(row) -> NotificationLine:
    url = reverse("wagtailadmin_pages:edit", args=[row.target_id]) if row.target_id else ""
    owner = row.target.owner if row.target_id else None
    who = owner.display_name if owner else _("A member")
    return subject_line(row, url=url, group=_("Experience sheets"), who=who)


def _to_change(row) -> NotificationLine:
    url, comment = reverse("sheet", args=[row.target_id]), row.data.get("comment", "")
    return subject_line(row, url=url, group=_("Experience sheets"), group_url=reverse("my_sheets"), words=comment)


def _published(row) -> NotificationLine:
    comment = row.data.get("comment", "")
    return subject_line(row, group=_("Experience sheets"), group_url=reverse("my_sheets"), words=comment)


def _targets():
    return [SheetPage.objects.select_related("locale", "owner").defer(*SheetPage.TEXT_FIELDS)]


for kind, what, still, line in (
    ("sheet-submitted", gettext_lazy("Sheets to review"), _is_for_reviewers, _to_review),
    ("sheet-changes-requested", gettext_lazy("My experience sheets"), _is_for_its_author, _to_change),
    ("sheet-published", gettext_lazy("My experience sheets"), _is_for_its_author, _published),
):
    register_notice(Notice(kind, what, still=still, line=line, targets=_targets))
