"""Row locks of topics. Every action judges and changes the rows that these functions return, never its caller's copies.

Each function has to be called in a transaction, which holds the locks until it ends.
"""

from collections.abc import Iterable

from community.forum.models import Post, Topic


def locked_post(pk: int) -> tuple[Post, Topic]:
    """Return the post as it is now, and the topic that it is in, locked; `post.topic` is that topic.

    Raises `Post.DoesNotExist`.
    """
    while True:
        topic_id = Post.objects.values_list("topic_id", flat=True).get(pk=pk)
        topic = locked_topics([topic_id]).get(topic_id)
        post = Post.objects.select_related("author").get(pk=pk)
        # A split or a merge that was under way before the lock was taken has moved it.
        if topic is not None and post.topic_id == topic.pk:
            post.topic = topic
            return post, topic


def locked_topic(pk: int) -> Topic:
    """Return the topic, locked; where it was merged, the one that it was merged into. Raises `Topic.DoesNotExist`."""
    try:
        return locked_topics([pk])[pk]
    except KeyError:
        raise Topic.DoesNotExist from None


def locked_topics(keys: Iterable[int]) -> dict[int, Topic]:
    """Return the topics by the keys asked for, locked in the order of their own keys, as every caller locks them.

    A merged topic is replaced by the one that it was merged into, a deleted one is left out.
    """
    asked, held = set(keys), {}
    current = _after_merges(asked)
    while missing := set(current.values()) - held.keys():
        # Without a join: PostgreSQL finds no row where the board changed while it waited for the lock.
        rows = Topic.objects.select_for_update().filter(pk__in=missing).order_by("pk").prefetch_related("board")
        held |= {topic.pk: topic for topic in rows}
        if missing - held.keys() or any(held[pk].merged_into_id for pk in missing):
            current = _after_merges(asked)
    return {pk: held[now] for pk, now in current.items()}


def _after_merges(keys: set[int]) -> dict[int, int]:
    """By the keys of topics the keys of those that they are now. A merge redirects all that had led to its topic."""
    rows = Topic.objects.filter(pk__in=keys).values_list("pk", "merged_into")
    return {pk: merged_into or pk for pk, merged_into in rows}
