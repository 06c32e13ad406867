from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

CLAIM = timedelta(minutes=10)


class NotificationQuerySet(QuerySet):
    def unsent(self):
        """Those to mail now: not sent, not refused for good, and in no living worker's hands."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)
        # No join: of two workers that claim a row at once, PostgreSQL checks the second's conditions again only where
        # they are the row's own.
        people = get_user_model().objects.filter(pk=OuterRef("recipient"), is_active=True)
        is_open = Q(recipient=None) | Exists(people)
        return self.filter(free, is_open, sent_at=None, bounced_at=None)

    def unread(self):
        return self.filter(read_at=None)
