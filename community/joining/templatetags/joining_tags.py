"""Tag for the number of pending requests in the menu of coordinators."""

from django import template

from community.joining.models import JoinRequest
from community.joining.permissions import can_handle_requests

register = template.Library()


@register.simple_tag
def welcome_desk(user) -> dict | None:
    """Return the number of pending requests as `waiting`; None for users who may not decide on them."""
    return {"waiting": JoinRequest.objects.pending().count()} if can_handle_requests(user) else None
