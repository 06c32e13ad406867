"""What becomes of a person's posts when their account is erased."""

from collections.abc import Iterable

from community.forum.actions.counters import refresh_counters
from community.forum.actions.locking import locked_topics
from community.forum.actions.visibility import withdraw_posts
from community.forum.enums import State
from community.forum.models import Attachment, Citation, Edit, Mention, Post, Topic


def lock_topics_of(user, also: Iterable[int] = ()) -> dict[int, Topic]:
    """Lock every topic that erasing the account changes, and those with the keys in `also`, before anything is changed.

    A change of a topic waits for locks itself: to lock one topic after another has been changed would be a deadlock
    with whoever posts in it.
    """
    held = locked_topics({*_keys_of(user), *also})
    # Posts may have been split off or written while this waited.
    while missing := _keys_of(user) - held.keys():
        held |= locked_topics(missing)
    return held


def _keys_of(user) -> set[int]:
    written = Topic.objects.filter(posts__author=user).values_list("pk", flat=True)
    started = Topic.objects.filter(author=user, state=State.WAITING).values_list("pk", flat=True)
    thanked = Topic.objects.filter(posts__thanks__user=user).values_list("pk", flat=True)
    return {*written, *started, *thanked}


def erase_posts(user, wants_removal: bool) -> None:
    """Delete what nobody else could read; what was shown stays without a name, or with `wants_removal` becomes empty."""
    topics = lock_topics_of(user)
    Post.objects.filter(author=user, position=None).delete()
    Topic.objects.filter(author=user, state=State.WAITING).delete()
    Edit.objects.filter(post__author=user).delete()
    own = Post.objects.filter(author=user)
    gone = list((own if wants_removal else own.filter(state=State.DELETED)).values_list("pk", flat=True))
    for model in (Attachment, Citation, Mention):
        model.objects.filter(post__in=gone).delete()
    Post.objects.filter(pk__in=gone).update(body="", stored_html="", stored_text="", notice="", state=State.DELETED)
    withdraw_posts(gone)
    written = set(own.values_list("topic", flat=True))
    for topic in topics.values():
        if topic.pk in written:
            refresh_counters(topic)
