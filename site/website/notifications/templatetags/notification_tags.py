"""Tag for the unread badge of every page."""

from django import template

from website.notifications.querysets import unread_summary

register = template.Library()


@register.simple_tag
def told(user) -> dict:
    """Return the number of `unread` notifications (capped), and whether mail to the user `is_suppressed`."""
    return unread_summary(user)
