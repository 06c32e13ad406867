"""What a mail provider tells of a mail after it has left."""

import re

from anymail.signals import EventType, RejectReason, tracking
from django.dispatch import receiver

from website.notifications.actions import mark_bounced
from website.notifications.actions.suppression import is_gone, suppress_address
from website.notifications.enums import SuppressionReason
from website.notifications.models import Digest, Notification

NEVER_ARRIVES = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
# Where providers say of what sort a bounce was, and how they call one that may pass.
SORTS = {"bouncetype", "event", "type", "severity"}
SOFT = re.compile("soft|transient|temporary", re.IGNORECASE)


@receiver(tracking, dispatch_uid="notifications_note_bounces")
def note_bounces(sender, event, **kwargs):
    """The mail has not arrived; where its address is gone, or its reader complains, no other leaves to it."""
    if not event.message_id:
        return
    why = _stop(event)
    if event.event_type not in NEVER_ARRIVES and why is None:
        return
    reason = event.mta_response or event.description or event.reject_reason or event.event_type
    for model in (Notification, Digest):
        rows = model.objects.filter(message_id=event.message_id)
        if event.event_type in NEVER_ARRIVES:
            mark_bounced(rows, reason)
        row = rows.select_related("recipient").first() if why else None
        if row is not None:
            suppress_address(event.recipient or row.addressee.email, why, reason)


def _stop(event) -> SuppressionReason | None:
    """Why no mail should leave to the address any more, if so. A bounce that may pass is no reason, however many."""
    if event.event_type == EventType.COMPLAINED or event.reject_reason == RejectReason.SPAM:
        return SuppressionReason.COMPLAINED
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED) or _is_soft(event.esp_event):
        return None
    says_so = event.reject_reason in (RejectReason.BOUNCED, RejectReason.INVALID)
    says_nothing = event.event_type == EventType.BOUNCED and not event.reject_reason
    return SuppressionReason.BOUNCED if (says_so or says_nothing) and is_gone(event.mta_response or "") else None


def _is_soft(told) -> bool:
    """In what a provider told, as it told it."""
    if not hasattr(told, "items"):
        return False
    return any(
        _is_soft(value) or (str(key).lower() in SORTS and bool(SOFT.search(str(value)))) for key, value in told.items()
    )
