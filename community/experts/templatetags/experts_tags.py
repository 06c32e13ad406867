"""Template tags for the panel of candidates, for the reasons in mails, and for the coordinators' menu."""

from urllib.parse import urlencode

from django import template
from django.core.cache import cache

from community.experts import ranking
from community.experts.permissions import can_ask
from community.forum.filters import TopicStatus
from community.forum.models import ForumPage, Topic
from community.forum.permissions import keeps_boards
from community.members.enums import DirectoryScope
from community.members.models import DirectoryPage
from website.core.sections import section_url

register = template.Library()
OVERDUE_CACHE_KEY, CACHE_SECONDS = "experts:overdue", 60


@register.inclusion_tag("experts/panel.html", takes_context=True)
def who_can_help(context, topic) -> dict:
    """Render the panel of candidates below a question, or nothing if the user may not ask."""
    request = context["request"]
    if not can_ask(request.user, topic):
        return {"is_offered": False}
    return {
        "request": request,
        "csrf_token": context["csrf_token"],
        "is_offered": True,
        "topic": topic,
        "candidates": ranking.who_can_help(topic, request.user),
        # After `who_can_help`, which prefetches the themes.
        "directory_url": _directory_url(topic),
    }


def _directory_url(topic) -> str:
    """Return the URL of the directory, filtered by the first of the topic's themes."""
    filters = [
        ("who", DirectoryScope.PEOPLE.value),
        *(("expertise", theme.slug) for theme in list(topic.themes.all())[:1]),
    ]
    return f"{section_url(DirectoryPage)}?{urlencode(filters)}"


@register.filter
def why_asked(ask) -> list[str]:
    """Return the reasons for which the member or organisation was suggested."""
    return ranking.reasons_for_ask(ask)


@register.simple_tag
def unanswered_desk(user) -> dict | None:
    """Return the number of overdue questions and a link to them, or None unless `user` is a coordinator.

    Coordinators see every board, so they share one number, which is cached for a minute.
    """
    if not keeps_boards(user):
        return None
    waiting = cache.get_or_set(
        OVERDUE_CACHE_KEY, lambda: Topic.objects.listed_for(user).overdue().count(), CACHE_SECONDS
    )
    return {"waiting": waiting, "url": f"{section_url(ForumPage)}?standing={TopicStatus.OVERDUE.value}"}
