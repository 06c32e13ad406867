"""What moderators do: pin, lock, move, split and merge topics, show and hide posts.

URLs stay valid: a post keeps its key, and a merged topic redirects to the one that it was merged into.
"""

from bisect import bisect_right

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.follows.actions.follows import transfer_follows
from community.forum.actions.counters import next_position, refresh_counters
from community.forum.actions.locking import locked_post, locked_topic, locked_topics
from community.forum.actions.notifying import notify_about
from community.forum.actions.visibility import set_topic_state, withdraw_posts
from community.forum.enums import State
from community.forum.models import Board, Post, Reading, Topic
from community.forum.permissions import can_moderate, can_see_board
from website.core.actions import sync_search_index

BATCH = 500
POSITION_OFFSET = 1_000_000_000


@transaction.atomic
def pin(user, topic: Topic, is_pinned: bool) -> None:
    _update_topic(user, topic, "forum.pin" if is_pinned else "forum.unpin", is_pinned=is_pinned)


@transaction.atomic
def lock(user, topic: Topic, is_locked: bool) -> None:
    """Close the topic for answers from anybody but moderators, or open it again."""
    _update_topic(user, topic, "forum.lock" if is_locked else "forum.unlock", is_locked=is_locked)


def _update_topic(user, topic: Topic, action: str, **fields) -> None:
    topic = _lock_topic_as_moderator(user, topic)
    Topic.objects.filter(pk=topic.pk).update(**fields)
    log(topic, action, user=user)


@transaction.atomic
def move(user, topic: Topic, board: Board) -> None:
    """Move the topic to another board, which decides who may read it. `user` has to moderate both boards."""
    topic, board = _lock_topic_as_moderator(user, topic), Board.objects.get(pk=board.pk)
    if not can_moderate(user, board):
        raise PermissionDenied
    Topic.objects.filter(pk=topic.pk).update(board=board)
    log(topic, "forum.move", user=user, data={"from": topic.board_id, "to": board.pk})


@transaction.atomic
def show_post(user, post: Post) -> None:
    """Show a post that was waiting or hidden. Followers are notified the first time only."""
    post, topic = _lock_post_as_moderator(user, post)
    if post.state not in (State.WAITING, State.HIDDEN):
        return
    is_first_time = post.position is None
    if is_first_time:
        post.position = next_position(topic)
    post.state = State.SHOWN
    post.save(update_fields=["state", "position"])
    if post.position == 1:
        set_topic_state(topic, State.SHOWN)
    refresh_counters(topic)
    if is_first_time:
        topic.refresh_from_db()
        notify_about(post)
    log(topic, "forum.show", user=user, data={"post": post.pk})


@transaction.atomic
def hide_post(user, post: Post) -> None:
    """Hide a post from everybody but its author and the moderators. Hiding the first post hides the topic.

    A post that its author has deleted is left alone: `show_post` would otherwise restore it.
    """
    post, topic = _lock_post_as_moderator(user, post)
    if post.state not in (State.SHOWN, State.WAITING):
        return
    if post.position is None:
        post.position = next_position(topic)
    post.state = State.HIDDEN
    post.save(update_fields=["state", "position"])
    withdraw_posts([post.pk])
    if post.position == 1:
        set_topic_state(topic, State.HIDDEN)
    refresh_counters(topic)
    log(topic, "forum.hide", user=user, data={"post": post.pk})


@transaction.atomic
def split(user, topic: Topic, posts: list[int], *, title: str, board: Board | None = None) -> Topic:
    """Move the posts with these keys to a new topic, in their present order, and return it.

    The new topic is hidden if its first post is. A topic that was hidden with its first post is shown again when that
    post is moved. Raises `ValidationError` if no post that is shown remains, or if the new topic would be shown without
    such a post.
    """
    topic = _lock_topic_as_moderator(user, topic)
    board = Board.objects.get(pk=board.pk) if board else topic.board
    if not can_moderate(user, board):
        raise PermissionDenied
    rows = list(topic.posts.filter(position__isnull=False).order_by("position").values_list("pk", "position", "state"))
    chosen = set(posts)
    moved, remaining = [row for row in rows if row[0] in chosen], [row for row in rows if row[0] not in chosen]
    if not moved or not any(row[2] == State.SHOWN for row in remaining):
        raise ValidationError(_("Select some of the posts. At least one must stay in this topic."))
    state = State.HIDDEN if moved[0][2] == State.HIDDEN else State.SHOWN
    if state == State.SHOWN and not any(row[2] == State.SHOWN for row in moved):
        raise ValidationError(_("Choose at least one post that others can read."))
    first = Post.objects.get(pk=moved[0][0])
    fields = {name: getattr(topic, name) for name in ("kind", "language", "target_type_id", "target_id")}
    fields |= {"author": first.author, "created_at": first.created_at}
    new_topic = Topic.objects.create(board=board, title=title, state=state, **fields)
    new_topic.themes.set(topic.themes.all())
    new_topic.territories.set(topic.territories.all())
    marks = [(new_topic, [row[1] for row in moved]), (topic, [row[1] for row in remaining])]
    moved_keys = [row[0] for row in moved]
    readings = list(Reading.objects.filter(topic=topic))
    _renumber_posts(new_topic, moved_keys)
    _renumber_posts(topic, [row[0] for row in remaining])
    Reading.objects.filter(topic=topic).delete()
    _create_readings(
        Reading(user_id=mark.user_id, topic=place, position=bisect_right(positions, mark.position))
        for place, positions in marks
        for mark in readings
    )
    Topic.objects.filter(pk=topic.pk, accepted_post__in=moved_keys).update(accepted_post=None)
    sync_search_index(Post, moved_keys)  # the index stores the title and depends on the state of the topic
    if moved[0][1] == 1 and remaining[0][2] != State.HIDDEN:
        set_topic_state(topic, State.SHOWN)
    refresh_counters(topic)
    refresh_counters(new_topic)
    log(topic, "forum.split", user=user, data={"to": new_topic.pk, "posts": len(moved)})
    new_topic.refresh_from_db()
    return new_topic


@transaction.atomic
def merge(user, topic: Topic, into: Topic) -> Topic:
    """Move the posts of `topic` to `into`, ordered by the time they were written; return `into`.

    The posts of a hidden topic are hidden one by one, because `into` is shown. Raises `ValidationError` if `into` is not shown.
    """
    topic, into = _lock_topics_as_moderator(user, topic, into)
    if topic.pk == into.pk:
        raise ValidationError(_("Select another topic to merge this one into."))
    if into.state != State.SHOWN:
        raise ValidationError(_("The other topic is hidden or waits for a moderator: show its first post first."))
    rows = Post.objects.filter(topic__in=(topic, into), position__isnull=False).order_by("created_at", "pk")
    order = list(rows.values_list("pk", "topic_id", "position"))
    readings = _readings_after_merge(order, topic, into)
    if topic.state == State.HIDDEN:
        topic.posts.filter(state=State.SHOWN).update(state=State.HIDDEN)
    _renumber_posts(into, [pk for pk, *_rest in order])
    Post.objects.filter(topic=topic).update(topic=into)  # waiting posts have no position
    sync_search_index(Post, [pk for pk, *_rest in order])  # the index stores the title of the topic
    Reading.objects.filter(topic__in=(topic, into)).delete()
    _create_readings(readings)
    Topic.objects.filter(merged_into=topic).update(merged_into=into)
    Topic.objects.filter(pk=topic.pk).update(merged_into=into, accepted_post=None)
    transfer_follows(topic, into)
    refresh_counters(topic)
    refresh_counters(into)
    log(into, "forum.merge", user=user, data={"from": topic.pk})
    into.refresh_from_db()
    return into


def _readings_after_merge(order, topic: Topic, into: Topic) -> list[Reading]:
    """Return read marks for the merged topic: each ends before the first post that was unread in either topic.

    `order` has the key, old topic and old position of each post, in the new order.
    """
    marks = {}
    for mark in Reading.objects.filter(topic__in=(topic, into)):
        marks.setdefault(mark.user_id, {})[mark.topic_id] = mark.position
    places = {(source, position): place for place, (_pk, source, position) in enumerate(order, 1)}
    last = {source.pk: max((p for _pk, s, p in order if s == source.pk), default=0) for source in (topic, into)}
    ordered = {source.pk: sorted(p for _pk, s, p in order if s == source.pk) for source in (topic, into)}
    merged = []
    for user, read in marks.items():
        unread = [len(order) + 1]
        for source, positions in ordered.items():
            if read.get(source, 0) < last[source]:
                unread.append(places[source, positions[bisect_right(positions, read.get(source, 0))]])
        merged.append(Reading(user_id=user, topic=into, position=min(unread) - 1))
    return merged


def _create_readings(readings) -> None:
    Reading.objects.bulk_create([mark for mark in readings if mark.position], batch_size=BATCH)


def _renumber_posts(topic: Topic, keys: list[int]) -> None:
    """Move the posts with these keys to the topic and number them from 1, in this order.

    They are moved to unused positions first, because positions are unique in a topic.
    """
    Post.objects.filter(pk__in=keys).update(topic=topic, position=F("pk") + POSITION_OFFSET)
    rows = [Post(pk=pk, position=position) for position, pk in enumerate(keys, 1)]
    Post.objects.bulk_update(rows, ["position"], batch_size=BATCH)


def _lock_topic_as_moderator(user, topic: Topic) -> Topic:
    topic = locked_topic(topic.pk)
    _check_moderator(user, topic)
    return topic


def _lock_topics_as_moderator(user, first: Topic, second: Topic) -> tuple[Topic, Topic]:
    locked = locked_topics([first.pk, second.pk])
    if locked.keys() != {first.pk, second.pk}:
        raise Topic.DoesNotExist
    for topic in locked.values():
        _check_moderator(user, topic)
    return locked[first.pk], locked[second.pk]


def _lock_post_as_moderator(user, post: Post) -> tuple[Post, Topic]:
    post, topic = locked_post(post.pk)
    _check_moderator(user, topic)
    return post, topic


def _check_moderator(user, topic: Topic) -> None:
    if not can_moderate(user, topic.board) or not can_see_board(user, topic.board):
        raise PermissionDenied
