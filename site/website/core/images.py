"""Images and documents with a credit, and the re-encoding of uploaded pictures."""

import io
import secrets
from contextlib import suppress
from pathlib import PurePath

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

# The format each accepted format is stored in. GIF becomes PNG: nothing on a page moves by itself.
STORED_FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG"}
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
QUALITY = {"JPEG": {"quality": 88, "progressive": True}, "PNG": {}, "WEBP": {"quality": 88}}
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, OverflowError, EOFError, MemoryError),
    *(Pillow.DecompressionBombError, Pillow.DecompressionBombWarning),
)


class UnreadableImage(Exception):
    """The file is not a picture of an accepted format, or is damaged."""


class TooManyPixels(Exception):
    """The picture has too many pixels: `number`."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


def safe_name(name: str, fallback: str, token: str = "") -> str:
    """Return a file name of ASCII letters, digits, hyphens and one dot, which is safe in headers and paths."""
    path = PurePath(name)
    stem = "-".join(filter(None, (slugify(path.stem)[:40].strip("-_") or fallback, token)))
    return stem + ("." + slugify(path.suffix) if slugify(path.suffix) else "")


def reencoded(file, max_pixels: int) -> InMemoryUploadedFile:
    """Encode the picture in an uploaded file anew: upright, in sRGB, and without metadata.

    This removes the location, camera, comments, thumbnails, profiles and any data after the picture. The size is checked
    before the picture is decoded. Raise `UnreadableImage` or `TooManyPixels`.
    """
    out = io.BytesIO()
    try:
        file.seek(0)
        # Pillow opens an MPO, a JPEG of several pictures, with its JPEG plugin.
        with Pillow.open(file, formats=[name for name in STORED_FORMATS if name != "MPO"]) as picture:
            if picture.width * picture.height > max_pixels:
                raise TooManyPixels(picture.width * picture.height)
            kind = STORED_FORMATS[picture.format]
            picture.load()
            upright = _in_srgb(ImageOps.exif_transpose(picture), kind)
            upright.info.clear()
            upright.save(out, kind, **QUALITY[kind])
    except UNREADABLE:
        raise UnreadableImage from None
    finally:
        file.seek(0)
    name = PurePath(file.name).stem + EXTENSIONS[kind]
    content_type = Pillow.MIME[kind]
    return InMemoryUploadedFile(out, "file", name, content_type, out.tell(), None)


def downscaled(file, longest: int) -> InMemoryUploadedFile:
    """Scale a picture that was `reencoded` so that its longer side has at most `longest` pixels."""
    out = io.BytesIO()
    file.seek(0)
    with Pillow.open(file) as picture:
        if max(picture.size) <= longest:
            file.seek(0)
            return file
        kind = picture.format
        picture.thumbnail((longest, longest))
        picture.save(out, kind, **QUALITY[kind])
    return InMemoryUploadedFile(out, "file", file.name, Pillow.MIME[kind], out.tell(), None)


def _in_srgb(picture, kind: str):
    has_alpha = "transparency" in picture.info or "A" in picture.getbands()
    mode = "RGBA" if has_alpha and kind != "JPEG" else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        # An unreadable profile is ignored.
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source, web = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            into = "RGBA" if picture.mode == "RGBA" else "RGB"
            picture = ImageCms.profileToProfile(picture, source, web, outputMode=into)
    if picture.mode.startswith("I"):
        # 16 bits per pixel: `convert` alone would clip the values at 255.
        picture = picture.point(lambda level: level / 256).convert("L")
    return picture if picture.mode in ("L", mode) and not has_alpha else picture.convert(mode)


class CreditedImage(AbstractImage):
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("The photographer or artist."))

    admin_form_fields = (*Image.admin_form_fields, "credit")

    def get_upload_to(self, filename):
        """Return a path that cannot be guessed, because pictures are served without a permission check."""
        return f"original_images/{safe_name(filename, 'picture', secrets.token_hex(8))}"


class Rendition(AbstractRendition):
    image = models.ForeignKey(CreditedImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")
        ]


class CreditedDocument(AbstractDocument):
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("The author or creator."))

    admin_form_fields = (*Document.admin_form_fields, "credit")
