"""The files of posts. Each was `core.forms.files.checked` before it comes here."""

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
    """Keep these files behind those that the post has; raises `ValidationError` where that is too many."""
    if not files:
        return
    found = post.attachments.aggregate(number=Max("position"))["number"] or 0
    if post.attachments.count() + len(files) > MOST_FILES:
        raise ValidationError(too_many())
    for position, file in enumerate(files, found + 1):
        title = " ".join(PurePath(file.name).stem.split())[:TITLE_LENGTH] or "–"
        if is_picture(file):
            file = downscaled(file, LONGEST_SIDE)
        field = "image" if is_picture(file) else "document"
        Attachment.objects.create(post=post, position=position, title=title, size=file.size, **{field: file})


def remove_attachments(post: Post, attachments) -> None:
    """Their files go when the transaction is through."""
    post.attachments.filter(pk__in=[row.pk for row in attachments]).delete()


def too_many() -> str:
    return _("A post has at most %(number)s files.") % {"number": MOST_FILES}
