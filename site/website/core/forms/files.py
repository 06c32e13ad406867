"""Form fields and forms for uploaded files, in the CMS and on the site."""

from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from website.core.images import TooManyPixels, UnreadableImage, reencoded, safe_name
from website.core.validators import validate_document

DAMAGED = _("This picture is damaged or incomplete. Export it again and upload the new file.")


class PictureField(WagtailImageField):
    """An image field that encodes the picture anew. Wagtail's own decodes a picture before it checks its size."""

    def to_python(self, data):
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        try:
            return reencoded(file, self.max_image_pixels)
        except TooManyPixels as error:
            words = {"num_pixels": error.number, "max_pixels_count": self.max_image_pixels}
            raise ValidationError(
                self.error_messages["file_too_many_pixels"] % words, code="file_too_many_pixels"
            ) from None
        except UnreadableImage:
            is_known = PurePath(file.name).suffix.lower().removeprefix(".") in self.allowed_image_extensions
            message = DAMAGED if is_known else self.error_messages["invalid_image_extension"]
            raise ValidationError(message, code="invalid_image") from None


def checked(file: UploadedFile) -> UploadedFile:
    """Check an uploaded picture or document and return it. Raise `ValidationError` if it is refused.

    A picture is encoded anew and has a `content_type` that begins with `image/`; no document has one.
    """
    if not file.size:
        raise ValidationError(_("This file is empty."))
    extension, kind = PurePath(file.name).suffix.lower().removeprefix("."), file.content_type or ""
    if extension in settings.WAGTAILIMAGES_EXTENSIONS or (kind.startswith("image/") and extension != "svg"):
        return PictureField().to_python(file)
    validate_document(file)
    return file


def is_picture(file: UploadedFile) -> bool:
    """Return whether a file that `checked` returned is a picture."""
    return (file.content_type or "").startswith("image/")


class CreditedImageForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = PictureField(label=given.label, required=given.required, widget=given.widget)


class CreditedDocumentForm(BaseDocumentForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            validate_document(file)
            file.name = safe_name(file.name, "document")
        return file
