from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

CLAIM = timedelta(minutes=10)


class NotificationQuerySet(QuerySet):
    def unsent(self):
        """Those to mail now: not sent, and in no living worker's hands."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)
        return self.filter(free, sent_at=None, recipient__is_active=True)

    def unread(self):
        return self.filter(read_at=None)
