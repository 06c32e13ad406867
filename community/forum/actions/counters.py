"""The row of a topic as a lock, and what it says of its posts."""

from django.db.models import Count, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from community.forum.enums import State
from community.forum.models import Post, Topic


def locked_topic(pk: int) -> Topic:
    """The topic, held until the transaction ends; where it was merged, the one that it is now."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board").get(pk=pk)
    return locked_topic(topic.merged_into_id) if topic.merged_into_id else topic


def locked_topics(first: Topic, second: Topic) -> tuple[Topic, Topic]:
    """Two topics, held in the same order whoever asks."""
    held = {pk: locked_topic(pk) for pk in sorted((first.pk, second.pk))}
    return held[first.pk], held[second.pk]


def next_position(topic: Topic) -> int:
    return (topic.posts.aggregate(last=Max("position"))["last"] or 0) + 1


def refresh_counters(topic: Topic) -> None:
    """Write down what the posts of a topic that is `locked_topic` amount to."""
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
