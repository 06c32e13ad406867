from datetime import timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.db import models

from website.privacy.enums import ExportStatus
from website.privacy.querysets import DataExportQuerySet

LIFETIME = timedelta(days=7)


def private_storage():
    """Return the storage at run time, so that migrations do not contain that of an environment."""
    return storages["private"]


class DataExport(models.Model):
    """A zip file of a person's data, written by the worker and deleted after a week.

    `done` of `total` steps are finished; `total` is 0 until the worker has started.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_exports")
    status = models.CharField(max_length=10, choices=ExportStatus, default=ExportStatus.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(storage=private_storage, upload_to="exports/", max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(status=ExportStatus.WAITING),
                name="privacy_one_export_in_the_making",
            )
        ]

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d} for {self.user_id}"

    @property
    def expires_at(self):
        return self.created_at + LIFETIME

    @property
    def size_bytes(self) -> int:
        return self.file.size if self.file else 0
