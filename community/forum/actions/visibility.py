"""Side effects of showing and hiding posts. Callers have locked the topics."""

from collections.abc import Iterable

from community.forum.enums import State
from community.forum.models import Post, Topic
from website.core.actions import sync_search_index


def withdraw_posts(keys: Iterable[int]) -> None:
    """Unset posts that are no longer shown as accepted answers, and remove them from the search index."""
    keys = list(keys)
    Topic.objects.filter(accepted_post__in=keys).update(accepted_post=None)
    sync_search_index(Post, keys)


def set_topic_state(topic: Topic, state: State) -> None:
    """Store the state of the topic and update its posts in the search index, which depend on it."""
    if topic.state == state:
        return
    topic.state = state
    Topic.objects.filter(pk=topic.pk).update(state=state)
    sync_search_index(Post, topic.posts.values_list("pk", flat=True))
