from django.db import models

from experiences.sheets.querysets import SheetUploadQuerySet


class SheetUpload(models.Model):
    """Marks a document that was uploaded with a sheet.

    Only its author and reviewers may read such a document until a published sheet contains it. All other documents
    are public.
    """

    document = models.OneToOneField(
        "core.CreditedDocument", models.CASCADE, primary_key=True, related_name="sheet_upload"
    )

    objects = SheetUploadQuerySet.as_manager()

    def __str__(self):
        return str(self.document)
