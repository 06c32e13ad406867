"""Process the tracking events of the mail provider: bounces and complaints."""

import re

from anymail.signals import EventType, RejectReason, tracking
from django.dispatch import receiver

from website.notifications.actions import mark_bounced
from website.notifications.actions.suppression import is_gone, suppress_address
from website.notifications.enums import SuppressionReason
from website.notifications.models import Digest, Notification

FAILURES = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
# The keys in which providers state the type of a bounce, and their words for a temporary one.
TYPE_KEYS = {"bouncetype", "event", "type", "severity"}
SOFT = re.compile("soft|transient|temporary", re.IGNORECASE)


@receiver(tracking, dispatch_uid="notifications_note_bounces")
def process_tracking_event(sender, event, **kwargs):
    """Mark the mail as bounced; suppress its address if it does not exist or its owner complained."""
    if not event.message_id:
        return
    why = _suppression_reason(event)
    if event.event_type not in FAILURES and why is None:
        return
    reason = event.mta_response or event.description or event.reject_reason or event.event_type
    for model in (Notification, Digest):
        rows = model.objects.filter(message_id=event.message_id)
        if event.event_type in FAILURES:
            mark_bounced(rows, reason)
        row = rows.select_related("recipient").first() if why else None
        if row is not None:
            suppress_address(event.recipient or row.addressee.email, why, reason)


def _suppression_reason(event) -> SuppressionReason | None:
    """Return why the address is to be suppressed, or None. Temporary bounces are no reason, however many."""
    if event.event_type == EventType.COMPLAINED or event.reject_reason == RejectReason.SPAM:
        return SuppressionReason.COMPLAINED
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED) or _is_soft(event.esp_event):
        return None
    is_invalid = event.reject_reason in (RejectReason.BOUNCED, RejectReason.INVALID)
    is_unspecified = event.event_type == EventType.BOUNCED and not event.reject_reason
    return SuppressionReason.BOUNCED if (is_invalid or is_unspecified) and is_gone(event.mta_response or "") else None


def _is_soft(payload) -> bool:
    """Return whether the provider's raw event states at any level that the bounce is temporary."""
    if not hasattr(payload, "items"):
        return False
    return any(
        _is_soft(value) or (str(key).lower() in TYPE_KEYS and bool(SOFT.search(str(value))))
        for key, value in payload.items()
    )
