from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

CLAIM = timedelta(minutes=10)


class NotificationQuerySet(QuerySet):
    def unsent(self):
        """Those to mail now: not sent, not refused for good, and in no living worker's hands."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)
        is_open = Q(recipient=None) | Q(recipient__is_active=True)
        return self.filter(free, is_open, sent_at=None, bounced_at=None)

    def unread(self):
        return self.filter(read_at=None)
