"""Counters of posts that are stored on the row of a topic."""

from django.db.models import Count, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from community.forum.enums import State
from community.forum.models import Post, Topic


def next_position(topic: Topic) -> int:
    return (topic.posts.aggregate(last=Max("position"))["last"] or 0) + 1


def refresh_counters(topic: Topic) -> None:
    """Compute the stored number, positions and last post of a topic again. The caller has locked the topic."""
    shown = Post.objects.filter(topic=OuterRef("pk"), state=State.SHOWN)
    last = shown.order_by("-position")
    number = shown.order_by().values("topic").annotate(number=Count("pk")).values("number")
    Topic.objects.filter(pk=topic.pk).update(
        post_count=Coalesce(Subquery(number), 0),
        last_position=next_position(topic) - 1,
        newest_position=Coalesce(Subquery(last.values("position")[:1]), 0),
        last_post=Subquery(last.values("pk")[:1]),
        last_post_at=Coalesce(Subquery(last.values("created_at")[:1]), F("created_at")),
    )
