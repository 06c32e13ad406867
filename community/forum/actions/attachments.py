"""Attachments of posts. Callers pass files that `core.forms.files.checked` has accepted."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from community.forum.models import Attachment, Post
from community.forum.models.attachments import MOST_FILES
from website.core.forms.files import is_picture
from website.core.images import downscaled

LONGEST_SIDE = 2000
TITLE_LENGTH = 150


def add_attachments(post: Post, files) -> None:
    """Append these files to the attachments of the post. Raises `ValidationError` if there are too many."""
    if not files:
        return
    last = post.attachments.aggregate(last=Max("position"))["last"] or 0
    if post.attachments.count() + len(files) > MOST_FILES:
        raise ValidationError(too_many_files())
    for position, file in enumerate(files, last + 1):
        title = " ".join(PurePath(file.name).stem.split())[:TITLE_LENGTH] or "–"
        if is_picture(file):
            file = downscaled(file, LONGEST_SIDE)
        field = "image" if is_picture(file) else "document"
        Attachment.objects.create(post=post, position=position, title=title, size=file.size, **{field: file})


def remove_attachments(post: Post, attachments) -> None:
    """Delete these attachments of the post; their files are deleted on commit (`signal_handlers`)."""
    post.attachments.filter(pk__in=[row.pk for row in attachments]).delete()


def too_many_files() -> str:
    return _("A post can have up to %(number)s files.") % {"number": MOST_FILES}
