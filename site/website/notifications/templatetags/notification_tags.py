"""What every page shows a person of what the site has told them."""

from django import template

from website.notifications.querysets import MOST, news_of

register = template.Library()


@register.simple_tag
def told(user) -> dict:
    """`unread`, as a badge says it (nothing, `7` or `99+`), and whether mail to the account `is_stopped`."""
    news = news_of(user)
    number = news["unread"]
    return {**news, "unread": f"{MOST}+" if number > MOST else number}
