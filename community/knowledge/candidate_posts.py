"""The posts of a topic that can be selected for a text: all of them, or a selection if the topic is long."""

from community.forum.enums import State
from community.forum.models import Post, Topic
from community.members.enums import Visibility

MAX_CANDIDATES = 100
MAX_THANKED = 40


def candidate_posts(topic: Topic) -> list[Post]:
    """Return the first post, the accepted answer, the most thanked and the newest posts, by position.

    Each has a `thanks_count`.
    """
    shown = topic.posts.filter(state=State.SHOWN, position__isnull=False)
    keys = list(shown.filter(position=1).values_list("pk", flat=True))
    if topic.accepted_post_id:
        keys += shown.filter(pk=topic.accepted_post_id).values_list("pk", flat=True)
    if topic.post_count > MAX_CANDIDATES:
        thanked = shown.with_thanks().filter(thanks_count__gt=0).order_by("-thanks_count", "position")
        keys += thanked.values_list("pk", flat=True)[:MAX_THANKED]
    keys += shown.order_by("-position").values_list("pk", flat=True)[:MAX_CANDIDATES]
    keys = list(dict.fromkeys(keys))[:MAX_CANDIDATES]
    posts = Post.objects.filter(pk__in=keys).with_thanks().select_related("author__member")
    return list(posts.as_seen_at(Visibility.MEMBERS).order_by("position"))
