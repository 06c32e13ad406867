"""Deletes the file of an attachment, however the row was deleted."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete

from community.forum.models import Attachment


def attachment_deleted(sender, instance, **kwargs):
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))


post_delete.connect(attachment_deleted, Attachment, dispatch_uid="forum_attachment_deleted")
