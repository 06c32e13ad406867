"""Photos and documents that say whom they are from, and the drawing anew of every picture that comes in."""

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

# What comes in → what it is kept as. A moving picture stays still: nothing on a page moves by itself.
KEPT_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG"}
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
QUALITY = {"JPEG": {"quality": 88, "progressive": True}, "PNG": {}, "WEBP": {"quality": 88}}
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, OverflowError, EOFError, MemoryError),
    *(Pillow.DecompressionBombError, Pillow.DecompressionBombWarning),
)


class UnreadableImage(Exception):
    """What was sent is no picture of a kind that the site shows, or is damaged."""


class TooManyPixels(Exception):
    """A picture of `number` pixels, which is more than is drawn."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


def safe_name(name: str, fallback: str, token: str = "") -> str:
    """A file name of plain letters, digits, hyphens and one dot, which no header or path can stumble over."""
    path = PurePath(name)
    stem = "-".join(filter(None, (slugify(path.stem)[:40].strip("-_") or fallback, token)))
    return stem + ("." + slugify(path.suffix) if slugify(path.suffix) else "")


def reencoded(file, max_pixels: int) -> InMemoryUploadedFile:
    """The picture in an uploaded file, drawn anew: upright, in the web's colours, and nothing but its pixels.

    Its place, camera, comments, thumbnails, profiles and whatever follows it stay behind. Its size is looked at before
    it is unpacked. Raises `UnreadableImage` or `TooManyPixels`.
    """
    out = io.BytesIO()
    try:
        file.seek(0)
        # Several pictures in one JPEG are an MPO: Pillow finds that out by itself.
        with Pillow.open(file, formats=[name for name in KEPT_AS if name != "MPO"]) as picture:
            if picture.width * picture.height > max_pixels:
                raise TooManyPixels(picture.width * picture.height)
            kind = KEPT_AS[picture.format]
            picture.load()
            upright = _in_the_webs_colours(ImageOps.exif_transpose(picture), kind)
            upright.info.clear()
            upright.save(out, kind, **QUALITY[kind])
    except UNREADABLE:
        raise UnreadableImage from None
    finally:
        file.seek(0)
    name = PurePath(file.name).stem + ENDINGS[kind]
    content_type = Pillow.MIME[kind]
    return InMemoryUploadedFile(out, "file", name, content_type, out.tell(), None)


def downscaled(file, longest: int) -> InMemoryUploadedFile:
    """A picture that was `reencoded`, its longer side no longer than so many pixels."""
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


def _in_the_webs_colours(picture, kind: str):
    has_alpha = "transparency" in picture.info or "A" in picture.getbands()
    mode = "RGBA" if has_alpha and kind != "JPEG" else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        # A profile that cannot be read says nothing about the colours.
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source, web = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            into = "RGBA" if picture.mode == "RGBA" else "RGB"
            picture = ImageCms.profileToProfile(picture, source, web, outputMode=into)
    if picture.mode.startswith("I"):
        # Sixteen bits to the pixel; Pillow would cut them off at eight.
        picture = picture.point(lambda level: level / 256).convert("L")
    return picture if picture.mode in ("L", mode) and not has_alpha else picture.convert(mode)


class CreditedImage(AbstractImage):
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who took or drew it."))

    admin_form_fields = (*Image.admin_form_fields, "credit")

    def get_upload_to(self, filename):
        """An address that cannot be guessed: pictures are served without asking who wants them."""
        return f"original_images/{safe_name(filename, 'picture', secrets.token_hex(8))}"


class Rendition(AbstractRendition):
    image = models.ForeignKey(CreditedImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")
        ]


class CreditedDocument(AbstractDocument):
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who wrote or made it."))

    admin_form_fields = (*Document.admin_form_fields, "credit")
