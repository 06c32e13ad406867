"""Lists show boards by name and audience: a change of such a row is a change of what they show."""

from django.db.models.signals import post_delete, post_save

from community.forum.models import Board
from website.core.actions import raise_stamp


def board_changed(sender, **kwargs):
    raise_stamp(Board._meta.label)


post_save.connect(board_changed, Board, dispatch_uid="forum_board_saved")
post_delete.connect(board_changed, Board, dispatch_uid="forum_board_deleted")
