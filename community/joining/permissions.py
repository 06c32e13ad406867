"""Coordinators welcome people: they read requests, decide on them, and invite. One right, of the group in the CMS."""

from django.contrib.auth.backends import ModelBackend

RIGHT = "joining.change_joinrequest"


def can_handle_requests(user) -> bool:
    """The twin of `NewcomerQuerySet.visible_to`."""
    return user.has_perm(RIGHT)


def request_handlers():
    """The accounts that are told of a request: the coordinators, not whoever administers the machine."""
    return ModelBackend().with_perm(RIGHT, include_superusers=False).order_by("pk")
