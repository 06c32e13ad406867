from datetime import datetime, timedelta

from django.db.models import QuerySet

from website.privacy.enums import ExportStatus

# An export that is pending for longer has failed: its worker is dead.
TIMEOUT = timedelta(hours=1)


class DataExportQuerySet(QuerySet):
    def of(self, user):
        """Filter exports of the user, newest first; mirrors `permissions.can_fetch_export`."""
        return self.filter(user=user.pk).order_by("-created_at", "-pk")

    def pending(self):
        return self.filter(status=ExportStatus.WAITING)

    def stuck(self, now: datetime):
        return self.pending().filter(created_at__lt=now - TIMEOUT)
