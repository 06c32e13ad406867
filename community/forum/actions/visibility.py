"""What follows when posts of locked topics become readable for others, or stop being so."""

from collections.abc import Iterable

from community.forum.enums import State
from community.forum.models import Post, Topic
from website.core.actions import sync_search_index


def withdraw_posts(keys: Iterable[int]) -> None:
    """Note that the posts with these keys are no longer shown: none of them is an answer, and no search finds them."""
    keys = list(keys)
    Topic.objects.filter(accepted_post__in=keys).update(accepted_post=None)
    sync_search_index(Post, keys)


def set_topic_state(topic: Topic, state: State) -> None:
    """Write the state of the topic: with it all of its posts can be found, or none."""
    if topic.state == state:
        return
    topic.state = state
    Topic.objects.filter(pk=topic.pk).update(state=state)
    sync_search_index(Post, topic.posts.values_list("pk", flat=True))
