from django.db import models

from experiences.sheets.querysets import SheetUploadQuerySet


class SheetUpload(models.Model):
    """Marks a document that came in with a sheet.

    Such a document is its author's and the reviewers' until a published sheet shows it; all other documents
    of the library are public.
    """

    document = models.OneToOneField(
        "core.CreditedDocument", models.CASCADE, primary_key=True, related_name="sheet_upload"
    )

    objects = SheetUploadQuerySet.as_manager()

    def __str__(self):
        return str(self.document)
