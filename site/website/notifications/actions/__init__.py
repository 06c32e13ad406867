"""The one way to tell somebody something, and how it leaves."""

from website.notifications.actions.outbox import mark_bounced, send
from website.notifications.actions.telling import MAILED_AT_ONCE, know, mark_read, notify, take_back

__all__ = ["MAILED_AT_ONCE", "know", "mark_bounced", "mark_read", "notify", "send", "take_back"]
