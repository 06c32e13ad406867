import mimetypes
import secrets

from django.db import models
from django.urls import reverse
from django.utils.text import get_valid_filename

from community.forum.models.posts import Post
from website.core.images import safe_name
from website.privacy.models import private_storage

MOST_FILES = 6


def _upload_path(attachment, filename: str) -> str:
    return f"posts/{safe_name(filename, 'file', secrets.token_hex(8))}"


class Attachment(models.Model):
    """A photo or a document of a post, served only by a view that checks `permissions.can_see_post`."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    image = models.ImageField(
        storage=private_storage, upload_to=_upload_path, blank=True, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    document = models.FileField(storage=private_storage, upload_to=_upload_path, blank=True)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="one_attachment_per_position"),
            models.CheckConstraint(
                condition=models.Q(image="") ^ models.Q(document=""), name="an_attachment_is_an_image_or_a_document"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("attachment", args=[self.pk])

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    @property
    def is_image(self) -> bool:
        return bool(self.image)

    @property
    def file(self):
        return self.image or self.document

    @property
    def extension(self) -> str:
        return self.file.name.rpartition(".")[2].lower()

    @property
    def kind(self) -> str:
        return self.extension.upper()

    @property
    def media_type(self) -> str:
        return mimetypes.guess_type(self.file.name, strict=False)[0] or "application/octet-stream"

    @property
    def filename(self) -> str:
        """The file name for downloads."""
        return f"{get_valid_filename(self.title)}.{self.extension}"
