"""Notices about requests to join and invitations."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.joining.models import JoinRequest
from community.joining.permissions import request_handlers
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice


def _sent_to_coordinators(rows) -> set[int]:
    """Return the keys of the rows whose recipient is still a coordinator."""
    found = request_handlers().filter(pk__in={row.recipient_id for row in rows})
    coordinators = set(found.values_list("pk", flat=True))
    return {row.pk for row in rows if row.recipient_id in coordinators}


def _request_line(row) -> NotificationLine:
    is_request = isinstance(row.target, JoinRequest)
    url = reverse("join_request", args=[row.target_id]) if is_request else reverse("invitations")
    words = row.data.get("organisation", "")
    return subject_line(row, url=url, group=_("Membership requests"), group_url=reverse("join_requests"), words=words)


register_notice(
    Notice("join-request", gettext_lazy("Membership requests"), still=_sent_to_coordinators, line=_request_line)
)
# Essential: coordinators may invite an address again whose mails bounced, for instance after a telephone call.
register_notice(Notice("invitation", gettext_lazy("Personal messages"), is_letter=True, is_essential=True))
