"""What people are told of those who come in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.joining.models import JoinRequest
from community.joining.permissions import request_handlers
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice


def _welcomes(rows) -> set[int]:
    """Whoever waits, was invited, or has an account already is the coordinators' business only."""
    found = request_handlers().filter(pk__in={row.recipient_id for row in rows})
    coordinators = set(found.values_list("pk", flat=True))
    return {row.pk for row in rows if row.recipient_id in coordinators}


def _asks(row) -> NotificationLine:
    is_request = isinstance(row.target, JoinRequest)
    url = reverse("join_request", args=[row.target_id]) if is_request else reverse("invitations")
    words = row.data.get("organisation", "")
    return subject_line(row, url=url, group=_("Requests to join"), group_url=reverse("join_requests"), words=words)


register_notice(Notice("join-request", gettext_lazy("Requests to join"), still=_welcomes, line=_asks))
# A coordinator has decided to write to that address, perhaps once more after a word on the telephone.
register_notice(Notice("invitation", gettext_lazy("Personal messages"), is_letter=True, is_essential=True))
