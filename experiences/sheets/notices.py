"""Notifications about sheets."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experiences.sheets.models import SheetPage
from website.accounts.models import User
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice, target_is_there


def _rows_for_reviewers(rows) -> set[int]:
    recipients = {row.recipient_id for row in rows}
    reviewers = User.objects.filter(pk__in=recipients, is_active=True, groups__groupapprovaltask__active=True)
    reviewer_ids = set(reviewers.values_list("pk", flat=True))
    with_target = target_is_there(rows)
    return {row.pk for row in rows if row.pk in with_target and row.recipient_id in reviewer_ids}


def _rows_for_authors(rows) -> set[int]:
    return {row.pk for row in rows if row.target is not None and row.target.owner_id == row.recipient_id}


def _review_line(row) -> NotificationLine:
    url = reverse("wagtailadmin_pages:edit", args=[row.target_id]) if row.target_id else ""
    owner = row.target.owner if row.target_id else None
    who = owner.display_name if owner else _("A member")
    return subject_line(row, url=url, group=_("Experience sheets"), who=who)


def _changes_line(row) -> NotificationLine:
    url, comment = reverse("sheet", args=[row.target_id]), row.data.get("comment", "")
    return subject_line(row, url=url, group=_("Experience sheets"), group_url=reverse("my_sheets"), words=comment)


def _published_line(row) -> NotificationLine:
    comment = row.data.get("comment", "")
    return subject_line(row, group=_("Experience sheets"), group_url=reverse("my_sheets"), words=comment)


def _targets():
    return [SheetPage.objects.select_related("locale", "owner").defer(*SheetPage.TEXT_FIELDS)]


for kind, what, still, line in (
    ("sheet-submitted", gettext_lazy("Experience sheets to review"), _rows_for_reviewers, _review_line),
    ("sheet-changes-requested", gettext_lazy("My experience sheets"), _rows_for_authors, _changes_line),
    ("sheet-published", gettext_lazy("My experience sheets"), _rows_for_authors, _published_line),
):
    register_notice(Notice(kind, what, still=still, line=line, targets=_targets))
