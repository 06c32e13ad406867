"""Row locks of topics. Actions check and change the rows that these functions return, never the copies of their caller.

The functions have to be called in a transaction, which holds the locks until it ends.
"""

from collections.abc import Iterable

from community.forum.models import Post, Topic


def locked_post(pk: int) -> tuple[Post, Topic]:
    """Lock the topic of a post; return the post and the topic, both read again. `post.topic` is that topic.

    Raises `Post.DoesNotExist`.
    """
    while True:
        topic_id = Post.objects.values_list("topic_id", flat=True).get(pk=pk)
        topic = locked_topics([topic_id]).get(topic_id)
        post = Post.objects.select_related("author").get(pk=pk)
        # A concurrent split or merge may have moved the post before the lock was acquired.
        if topic is not None and post.topic_id == topic.pk:
            post.topic = topic
            return post, topic


def locked_topic(pk: int) -> Topic:
    """Lock and return the topic, or the one that it was merged into. Raises `Topic.DoesNotExist`."""
    try:
        return locked_topics([pk])[pk]
    except KeyError:
        raise Topic.DoesNotExist from None


def locked_topics(keys: Iterable[int]) -> dict[int, Topic]:
    """Lock topics, in the order of their keys, and return them by the requested keys.

    A merged topic is replaced by the one that it was merged into; a deleted topic is omitted.
    """
    keys, locked = set(keys), {}
    current = _after_merges(keys)
    while missing := set(current.values()) - locked.keys():
        # Without a join: PostgreSQL returns no row if the board was changed while the query waited for the lock.
        rows = Topic.objects.select_for_update().filter(pk__in=missing).order_by("pk").prefetch_related("board")
        locked |= {topic.pk: topic for topic in rows}
        if missing - locked.keys() or any(locked[pk].merged_into_id for pk in missing):
            current = _after_merges(keys)
    return {pk: locked[now] for pk, now in current.items()}


def _after_merges(keys: set[int]) -> dict[int, int]:
    """Map keys of topics to the keys of the topics that they were merged into, or to themselves.

    One step is enough: a merge redirects the topics that had been merged into its topic before.
    """
    rows = Topic.objects.filter(pk__in=keys).values_list("pk", "merged_into")
    return {pk: merged_into or pk for pk, merged_into in rows}
