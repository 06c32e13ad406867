"""What every page shows a coordinator of those who wait at the door."""

from django import template

from community.joining.models import JoinRequest
from community.joining.permissions import can_handle_requests

register = template.Library()


@register.simple_tag
def welcome_desk(user) -> dict | None:
    """The number of requests that wait, for whoever may decide on them; None for everybody else."""
    return {"waiting": JoinRequest.objects.pending().count()} if can_handle_requests(user) else None
