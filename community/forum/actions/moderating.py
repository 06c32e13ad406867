"""Moderators pin, lock, move, split and merge. No address of a post dies of it: a post keeps its key, and a topic that
was merged leads to the one that it is now."""

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
    _set(user, topic, "forum.pin" if is_pinned else "forum.unpin", is_pinned=is_pinned)


@transaction.atomic
def lock(user, topic: Topic, is_locked: bool) -> None:
    """Nobody but moderators writes in it any more."""
    _set(user, topic, "forum.lock" if is_locked else "forum.unlock", is_locked=is_locked)


def _set(user, topic: Topic, action: str, **fields) -> None:
    topic = _locked_for_moderator(user, topic)
    Topic.objects.filter(pk=topic.pk).update(**fields)
    log(topic, action, user=user)


@transaction.atomic
def move(user, topic: Topic, board: Board) -> None:
    """To another board that `user` moderates, too: who reads the topic changes with it."""
    topic, board = _locked_for_moderator(user, topic), Board.objects.get(pk=board.pk)
    if not can_moderate(user, board):
        raise PermissionDenied
    Topic.objects.filter(pk=topic.pk).update(board=board)
    log(topic, "forum.move", user=user, data={"from": topic.board_id, "to": board.pk})


@transaction.atomic
def show_post(user, post: Post) -> None:
    """Let others read what waited, or what was hidden."""
    post, topic = _moderated_post(user, post)
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
    """Nobody but its author and the moderators reads it any more; with the first one goes the topic.

    A post that its author has deleted stays deleted: showing it again would bring back what they took away.
    """
    post, topic = _moderated_post(user, post)
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
    """Make the posts with these keys a topic of their own, in the order they have. At least one has to stay.

    The new topic is hidden where its first post is. A hidden topic that loses the hidden post at its head is shown
    again. Raises `ValidationError`.
    """
    topic = _locked_for_moderator(user, topic)
    board = Board.objects.get(pk=board.pk) if board else topic.board
    if not can_moderate(user, board):
        raise PermissionDenied
    rows = list(topic.posts.filter(position__isnull=False).order_by("position").values_list("pk", "position", "state"))
    chosen = set(posts)
    gone, stay = [row for row in rows if row[0] in chosen], [row for row in rows if row[0] not in chosen]
    if not gone or not any(row[2] == State.SHOWN for row in stay):
        raise ValidationError(_("Choose some of the posts: at least one has to stay."))
    state = State.HIDDEN if gone[0][2] == State.HIDDEN else State.SHOWN
    if state == State.SHOWN and not any(row[2] == State.SHOWN for row in gone):
        raise ValidationError(_("Choose at least one post that others can read."))
    first = Post.objects.get(pk=gone[0][0])
    fields = {name: getattr(topic, name) for name in ("kind", "language", "target_type_id", "target_id")}
    fields |= {"author": first.author, "created_at": first.created_at}
    fresh = Topic.objects.create(board=board, title=title, state=state, **fields)
    fresh.themes.set(topic.themes.all())
    fresh.territories.set(topic.territories.all())
    old = {pk: position for pk, position, _state in rows}
    marks = [(fresh, [old[pk] for pk, *_rest in gone]), (topic, [old[pk] for pk, *_rest in stay])]
    readings = list(Reading.objects.filter(topic=topic))
    _renumber_posts(fresh, [pk for pk, *_rest in gone])
    _renumber_posts(topic, [pk for pk, *_rest in stay])
    Reading.objects.filter(topic=topic).delete()
    _create_readings(
        Reading(user_id=mark.user_id, topic=place, position=bisect_right(positions, mark.position))
        for place, positions in marks
        for mark in readings
    )
    Topic.objects.filter(pk=topic.pk, accepted_post__in=[pk for pk, *_rest in gone]).update(accepted_post=None)
    sync_search_index(Post, [pk for pk, *_rest in gone])  # with the title and the state of their topic
    if gone[0][1] == 1 and stay[0][2] != State.HIDDEN:
        set_topic_state(topic, State.SHOWN)
    refresh_counters(topic)
    refresh_counters(fresh)
    log(topic, "forum.split", user=user, data={"to": fresh.pk, "posts": len(gone)})
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def merge(user, topic: Topic, into: Topic) -> Topic:
    """Put the posts of `topic` among those of `into`, by the time they were written; its address leads there.

    What a hidden `topic` brings along stays hidden, post by post. Raises `ValidationError` where `into` is not shown.
    """
    topic, into = _both_moderated(user, topic, into)
    if topic.pk == into.pk:
        raise ValidationError(_("Choose another topic to merge this one into."))
    if into.state != State.SHOWN:
        raise ValidationError(_("The other topic is hidden or waits for a moderator: show its first post first."))
    rows = Post.objects.filter(topic__in=(topic, into), position__isnull=False).order_by("created_at", "pk")
    order = list(rows.values_list("pk", "topic_id", "position"))
    readings = _readings_after_merge(order, topic, into)
    if topic.state == State.HIDDEN:  # nothing else hides its answers
        topic.posts.filter(state=State.SHOWN).update(state=State.HIDDEN)
    _renumber_posts(into, [pk for pk, *_rest in order])
    Post.objects.filter(topic=topic).update(topic=into)  # those that wait
    sync_search_index(Post, [pk for pk, *_rest in order])  # with the title of their topic
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
    """Somebody has read up to where the first post comes that they had not read in the one or the other."""
    marks = {}
    for mark in Reading.objects.filter(topic__in=(topic, into)):
        marks.setdefault(mark.user_id, {})[mark.topic_id] = mark.position
    places = {(source, position): place for place, (_pk, source, position) in enumerate(order, 1)}
    last = {source.pk: max((p for _pk, s, p in order if s == source.pk), default=0) for source in (topic, into)}
    ordered = {source.pk: sorted(p for _pk, s, p in order if s == source.pk) for source in (topic, into)}
    found = []
    for user, read in marks.items():
        unread = [len(order) + 1]
        for source, positions in ordered.items():
            if read.get(source, 0) < last[source]:
                unread.append(places[source, positions[bisect_right(positions, read.get(source, 0))]])
        found.append(Reading(user_id=user, topic=into, position=min(unread) - 1))
    return found


def _create_readings(readings) -> None:
    Reading.objects.bulk_create([mark for mark in readings if mark.position], batch_size=BATCH)


def _renumber_posts(topic: Topic, keys: list[int]) -> None:
    """Make the posts with these keys the topic's, in this order from 1. Far away first: two never share a position."""
    Post.objects.filter(pk__in=keys).update(topic=topic, position=F("pk") + POSITION_OFFSET)
    rows = [Post(pk=pk, position=position) for position, pk in enumerate(keys, 1)]
    Post.objects.bulk_update(rows, ["position"], batch_size=BATCH)


def _locked_for_moderator(user, topic: Topic) -> Topic:
    topic = locked_topic(topic.pk)
    _check_moderator(user, topic)
    return topic


def _both_moderated(user, first: Topic, second: Topic) -> tuple[Topic, Topic]:
    held = locked_topics([first.pk, second.pk])
    if held.keys() != {first.pk, second.pk}:
        raise Topic.DoesNotExist
    for topic in held.values():
        _check_moderator(user, topic)
    return held[first.pk], held[second.pk]


def _moderated_post(user, post: Post) -> tuple[Post, Topic]:
    post, topic = locked_post(post.pk)
    _check_moderator(user, topic)
    return post, topic


def _check_moderator(user, topic: Topic) -> None:
    if not can_moderate(user, topic.board) or not can_see_board(user, topic.board):
        raise PermissionDenied
