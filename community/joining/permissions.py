"""Coordinators read requests, decide on them and invite people. One permission of their group covers all of this."""

from django.contrib.auth.backends import ModelBackend

RIGHT = "joining.change_joinrequest"


def can_handle_requests(user) -> bool:
    """Return whether `user` handles requests and invitations, like `ApplicantQuerySet.visible_to`."""
    return user.has_perm(RIGHT)


def request_handlers():
    """Return the users to notify of requests: the coordinators, without superusers."""
    return ModelBackend().with_perm(RIGHT, include_superusers=False).order_by("pk")
