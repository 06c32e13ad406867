"""Create notifications and send their mails."""

from website.notifications.actions.notifying import MAILED_AT_ONCE, mark_read, mark_seen, notify, retract
from website.notifications.actions.outbox import mark_bounced, send

__all__ = ["MAILED_AT_ONCE", "mark_bounced", "mark_read", "mark_seen", "notify", "retract", "send"]
