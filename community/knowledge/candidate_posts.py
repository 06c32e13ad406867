"""Which posts of a topic are offered for a text: all of them, or of a long one those that are likely to be wanted."""

from community.forum.enums import State
from community.forum.models import Post, Topic
from community.members.enums import Visibility

MOST = 100
MOST_THANKED = 40


def candidate_posts(topic: Topic) -> list[Post]:
    """In their order, each with its `thanks_count`: the first, the answer, the most thanked, and the newest."""
    shown = topic.posts.filter(state=State.SHOWN, position__isnull=False)
    keys = list(shown.filter(position=1).values_list("pk", flat=True))
    if topic.accepted_post_id:
        keys += shown.filter(pk=topic.accepted_post_id).values_list("pk", flat=True)
    if topic.post_count > MOST:
        thanked = shown.with_thanks().filter(thanks_count__gt=0).order_by("-thanks_count", "position")
        keys += thanked.values_list("pk", flat=True)[:MOST_THANKED]
    keys += shown.order_by("-position").values_list("pk", flat=True)[:MOST]
    keys = list(dict.fromkeys(keys))[:MOST]
    posts = Post.objects.filter(pk__in=keys).with_thanks().select_related("author__member")
    return list(posts.as_seen_at(Visibility.MEMBERS).order_by("position"))
