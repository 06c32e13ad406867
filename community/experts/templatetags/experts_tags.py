"""Who can help with a question, why somebody was asked, and what coordinators see of questions without an answer."""

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
OVERDUE, SECONDS = "experts:overdue", 60


@register.inclusion_tag("experts/panel.html", takes_context=True)
def who_can_help(context, topic) -> dict:
    """The panel under a question, for whoever may ask; nothing for everybody else."""
    request = context["request"]
    if not can_ask(request.user, topic):
        return {"is_offered": False}
    return {
        "request": request,
        "csrf_token": context["csrf_token"],
        "is_offered": True,
        "topic": topic,
        "candidates": ranking.who_can_help(topic, request.user),
        # The themes are there once somebody was looked for.
        "directory_url": _people_of(topic),
    }


def _people_of(topic) -> str:
    """The address of the directory, narrowed to those who know about the first of the topic's themes."""
    filters = [
        ("who", DirectoryScope.PEOPLE.value),
        *(("expertise", theme.slug) for theme in list(topic.themes.all())[:1]),
    ]
    return f"{section_url(DirectoryPage)}?{urlencode(filters)}"


@register.filter
def why_asked(ask) -> list[str]:
    """What spoke for whoever was asked."""
    return ranking.why(ask)


@register.simple_tag
def unanswered_desk(user) -> dict | None:
    """How many questions have waited for three days, for coordinators; None for everybody else.

    They see every board, so what is kept for a minute is the same for all of them.
    """
    if not keeps_boards(user):
        return None
    waiting = cache.get_or_set(OVERDUE, lambda: Topic.objects.listed_for(user).overdue().count(), SECONDS)
    return {"waiting": waiting, "url": f"{section_url(ForumPage)}?standing={TopicStatus.OVERDUE.value}"}
