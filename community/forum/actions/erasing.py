"""Erasure of the posts of an account."""

from collections.abc import Iterable

from community.forum.actions.counters import refresh_counters
from community.forum.actions.locking import locked_topics
from community.forum.actions.visibility import withdraw_posts
from community.forum.enums import State
from community.forum.models import Attachment, Citation, Edit, Mention, Post, Topic


def lock_topics_of(user, also: Iterable[int] = ()) -> dict[int, Topic]:
    """Lock every topic that erasing the account changes, and those with the keys in `also`; return them by key.

    To be called before anything is changed: locking further topics after changing one could deadlock with a
    transaction that posts in them.
    """
    locked = locked_topics({*_affected_topic_ids(user), *also})
    # Posts may have been split off or written while this transaction waited for locks.
    while missing := _affected_topic_ids(user) - locked.keys():
        locked |= locked_topics(missing)
    return locked


def _affected_topic_ids(user) -> set[int]:
    written = Topic.objects.filter(posts__author=user).values_list("pk", flat=True)
    started = Topic.objects.filter(author=user, state=State.WAITING).values_list("pk", flat=True)
    thanked = Topic.objects.filter(posts__thanks__user=user).values_list("pk", flat=True)
    return {*written, *started, *thanked}


def erase_posts(user, wants_removal: bool) -> None:
    """Delete waiting posts and empty deleted ones; with `wants_removal`, empty all posts of the account.

    Other posts stay; the foreign key to their author becomes null when the account is deleted.
    """
    topics = lock_topics_of(user)
    Post.objects.filter(author=user, position=None).delete()
    Topic.objects.filter(author=user, state=State.WAITING).delete()
    Edit.objects.filter(post__author=user).delete()
    own = Post.objects.filter(author=user)
    emptied = list((own if wants_removal else own.filter(state=State.DELETED)).values_list("pk", flat=True))
    for model in (Attachment, Citation, Mention):
        model.objects.filter(post__in=emptied).delete()
    Post.objects.filter(pk__in=emptied).update(body="", stored_html="", stored_text="", notice="", state=State.DELETED)
    withdraw_posts(emptied)
    written = set(own.values_list("topic", flat=True))
    for topic in topics.values():
        if topic.pk in written:
            refresh_counters(topic)
