"""Files uploaded with a sheet. They are stored at once, so that an error elsewhere in the form does not lose them."""

from pathlib import PurePath

from django.db import transaction

from experiences.sheets.models import SheetPage, SheetUpload
from website.core.images import safe_name
from website.core.models import CreditedDocument, CreditedImage

TITLE_LENGTH = 200


@transaction.atomic
def store_photo(author, file, *, description: str = "", credit: str = "") -> CreditedImage:
    """Store a validated photo and return it."""
    title = description or PurePath(file.name).stem
    image = CreditedImage(title=title[:TITLE_LENGTH], file=file, uploaded_by_user=author)
    image.description, image.credit = description, credit
    image._set_image_file_metadata()
    image.save()
    return image


@transaction.atomic
def store_document(author, file, *, title: str = "", credit: str = "") -> CreditedDocument:
    """Store a validated document, which only its author and reviewers may read until a published sheet contains it."""
    title = title or PurePath(file.name).stem
    file.name = safe_name(file.name, "document")
    document = credited_document(author, file, title=title, credit=credit)
    SheetUpload.objects.create(document=document)
    return document


def credited_document(author, file, *, title: str, credit: str = "") -> CreditedDocument:
    """Store a validated document the way the CMS does."""
    document = CreditedDocument(title=title[:TITLE_LENGTH], file=file, uploaded_by_user=author, credit=credit)
    document._set_document_file_metadata()
    document.save()
    return document


def delete_uploads(author, sheet: SheetPage) -> None:
    """Delete the files of a draft that `author` uploaded and that no other sheet contains."""
    draft = sheet.get_latest_revision_as_object()
    photos = [photo.image_id for photo in draft.photos.all()]
    documents = [document.document_id for document in draft.documents.all()]
    images = CreditedImage.objects.filter(pk__in=photos, uploaded_by_user=author)
    for image in images.exclude(sheet_photos__page__in=SheetPage.objects.exclude(pk=sheet.pk)):
        image.delete()
    files = CreditedDocument.objects.filter(pk__in=documents, sheet_upload__isnull=False, uploaded_by_user=author)
    for document in files.exclude(sheet_documents__page__in=SheetPage.objects.exclude(pk=sheet.pk)):
        document.delete()
