from datetime import datetime, timedelta

from django.db.models import QuerySet

from website.privacy.enums import ExportStatus

# A worker that has said nothing for so long is dead.
PATIENCE = timedelta(hours=1)


class DataExportQuerySet(QuerySet):
    def of(self, user):
        """A person's own, the newest first; the twin of `permissions.can_fetch_export`."""
        return self.filter(user=user.pk).order_by("-created_at", "-pk")

    def in_the_making(self):
        return self.filter(status=ExportStatus.WAITING)

    def stuck(self, now: datetime):
        return self.in_the_making().filter(created_at__lt=now - PATIENCE)
