from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

RETENTION = timedelta(days=90)
PAUSE_BETWEEN_ANSWERS = timedelta(days=1)


class InboundMailQuerySet(QuerySet):
    def of(self, user):
        return self.filter(user=user)

    def answered_recently(self):
        """Filter mails answered within the last day."""
        return self.filter(answered_at__gt=timezone.now() - PAUSE_BETWEEN_ANSWERS)

    def expired(self, now):
        """Filter mails that are older than their retention period."""
        return self.filter(received_at__lt=now - RETENTION)
