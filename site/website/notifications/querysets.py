from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
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

    def of(self, user):
        """What a person was told, before they had an account too."""
        return self.filter(Q(recipient=user) | Q(address=user.email))

    def about(self, rows):
        """What anybody was told of these rows of one model."""
        kind = ContentType.objects.get_for_model(rows.model)
        return self.filter(target_type=kind, target_id__in=rows.values("pk"))

    def unread(self):
        return self.filter(read_at=None)
