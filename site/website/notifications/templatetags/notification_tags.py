"""What every page shows a person of what the site has told them."""

from django import template

from website.notifications.querysets import unread_summary

register = template.Library()


@register.simple_tag
def told(user) -> dict:
    """How much is `unread`, as far as it is counted, and whether mail to the account `is_suppressed`."""
    return unread_summary(user)
