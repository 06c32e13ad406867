"""What a mail provider tells of a mail after it has left."""

from anymail.signals import EventType, tracking
from django.dispatch import receiver

from website.notifications.actions import mark_bounced
from website.notifications.models import Notification

NEVER_ARRIVES = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}


@receiver(tracking, dispatch_uid="notifications_note_bounces")
def note_bounces(sender, event, **kwargs):
    if event.event_type in NEVER_ARRIVES and event.message_id:
        reason = event.mta_response or event.description or event.reject_reason or event.event_type
        mark_bounced(Notification.objects.filter(message_id=event.message_id), reason)
