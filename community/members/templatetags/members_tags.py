"""What pages below this layer show of members."""

from django import template

from community.members.permissions import can_see_member

register = template.Library()


@register.simple_tag(takes_context=True)
def member_address(context, person) -> str:
    """Where the directory has this person, if the reader may see the entry."""
    member = getattr(person, "member", None)
    request = context.get("request")
    return member.get_absolute_url() if member and request and can_see_member(request.user, member) else ""
