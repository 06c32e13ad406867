"""Lists show boards by name and audience: a change of such a row is a change of what they show.

With an attachment goes its file, however it went.
"""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from community.forum.models import Attachment, Board
from website.core.actions import raise_stamp


def board_changed(sender, **kwargs):
    raise_stamp(Board._meta.label)


def attachment_deleted(sender, instance, **kwargs):
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))


post_save.connect(board_changed, Board, dispatch_uid="forum_board_saved")
post_delete.connect(board_changed, Board, dispatch_uid="forum_board_deleted")
post_delete.connect(attachment_deleted, Attachment, dispatch_uid="forum_attachment_deleted")
