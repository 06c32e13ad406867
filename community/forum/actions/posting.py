"""Members start topics and write posts."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.follows.actions.follows import follow_automatically
from community.forum.actions.attachments import add_attachments, remove_attachments
from community.forum.actions.counters import next_position, refresh_counters
from community.forum.actions.locking import locked_post, locked_topic
from community.forum.actions.notifying import notify_about, notify_mentioned
from community.forum.actions.reading import mark_read
from community.forum.actions.visibility import withdraw_posts
from community.forum.enums import State
from community.forum.models import Board, Citation, Edit, Mention, Post, Thanks, Topic
from community.forum.permissions import (
    can_accept_answer,
    can_edit_post,
    can_moderate,
    can_reply,
    can_restore_post,
    can_start_topic,
    can_thank,
)
from community.forum.targets import can_see
from community.forum.texts import RenderedPost, render_post
from community.moderation.actions.cases import hold_for_review


@transaction.atomic
def start_topic(user, board: Board, *, body: str, themes=(), territories=(), files=(), moment=None, **fields) -> Topic:
    """A topic with its first post; `fields` are Topic's: title, language, kind and perhaps what it is about.

    `files` are uploads that were `core.forms.files.checked`, here as in `add_post` and `edit_post`.
    Where it is as of an earlier `moment`, nobody is told. Raises `PermissionDenied`, also where `user` may not see what
    the topic would be about: those who follow that would be notified.
    """
    board = Board.objects.get(pk=board.pk)
    if not can_start_topic(user, board):
        raise PermissionDenied
    if fields.get("target") is not None and not can_see(user, fields["target"]):
        raise PermissionDenied
    topic = Topic(board=board, author=user, created_at=moment or timezone.now(), **fields)
    topic.state = State.WAITING if must_wait(user, board) else State.SHOWN
    topic.save()
    topic.themes.set(themes)
    topic.territories.set(territories)
    _write(user, topic, body, files, waits=topic.state == State.WAITING, moment=moment)
    return topic


@transaction.atomic
def add_post(user, topic: Topic, body: str, files=(), *, moment=None) -> Post:
    """An answer. Raises `PermissionDenied` where the topic has been locked or hidden meanwhile.

    Where it is as of an earlier `moment`, nobody is told.
    """
    topic = locked_topic(topic.pk)
    if not can_reply(user, topic):
        raise PermissionDenied
    return _write(user, topic, body, files, waits=must_wait(user, topic.board), moment=moment)


def must_wait(user, board: Board) -> bool:
    """Whether a moderator reads it first: the board says of how many of a member's first posts."""
    if not board.first_posts_wait or can_moderate(user, board):
        return False
    return (
        Post.objects.filter(author=user, state=State.SHOWN)[: board.first_posts_wait].count() < board.first_posts_wait
    )


def _write(user, topic: Topic, body: str, files, *, waits: bool, moment) -> Post:
    text = render_post(body, user)
    post = Post(topic=topic, author=user, body=text.body, stored_html=text.html, stored_text=text.text)
    post.created_at = moment or timezone.now()
    post.state = State.WAITING if waits else State.SHOWN
    post.position = None if waits else next_position(topic)
    post.save()
    _note_references(post, text)
    add_attachments(post, files)
    refresh_counters(topic)
    if waits:
        hold_for_review(post)
    else:
        mark_read(user, topic, post.position)
        follow_automatically(user, topic)
        if moment is None:
            notify_about(post)
    return post


def _note_references(post: Post, text: RenderedPost) -> list:
    """Who and what a post names now; returns whom it names for the first time. What it cited before goes."""
    known = set(post.mentions.values_list("user", flat=True))
    fresh = [user for user in text.people if user.pk not in known]
    Mention.objects.bulk_create([Mention(post=post, user=user) for user in fresh])
    post.citations.all().delete()
    Citation.objects.bulk_create([Citation(post=post, target=thing) for thing in text.things])
    return fresh


@transaction.atomic
def edit_post(user, post: Post, body: str, reason: str = "", files=(), removed=()) -> None:
    """Change what one's own post says; what it said before stays to be seen, the attachments in `removed` do not."""
    post, _topic = locked_post(post.pk)
    if not can_edit_post(user, post):
        raise PermissionDenied
    _rewrite(user, post, body, reason, has_other_files=bool(files or removed))
    remove_attachments(post, removed)
    add_attachments(post, files)


@transaction.atomic
def rewrite_post(moderator, post: Post, body: str, notice: str) -> str:
    """Change somebody else's post and return what is stored; `notice` is shown beside it, and is the reason in its history."""
    post, topic = locked_post(post.pk)
    if not can_moderate(moderator, topic.board):
        raise PermissionDenied
    post.notice = notice
    _rewrite(moderator, post, body, notice[:200])
    return post.body


def _rewrite(user, post: Post, body: str, reason: str, has_other_files: bool = False) -> None:
    text = render_post(body, user)
    if text.body == post.body and not has_other_files:
        return
    Edit.objects.create(post=post, editor=user, body=post.body, reason=reason)
    post.body, post.stored_html, post.stored_text = text.body, text.html, text.text
    post.edited_at = timezone.now()
    post.save()
    fresh = _note_references(post, text)
    if post.is_shown:
        notify_mentioned(post, fresh)


@transaction.atomic
def delete_post(user, post: Post) -> None:
    """Take one's own post back; for a few minutes it can be had again."""
    post, topic = locked_post(post.pk)
    if not can_edit_post(user, post):
        raise PermissionDenied
    if post.state == State.WAITING:
        post.delete()
    else:
        post.state, post.deleted_at = State.DELETED, timezone.now()
        post.save(update_fields=["state", "deleted_at"])
        withdraw_posts([post.pk])
    if topic.state == State.WAITING:
        topic.delete()
    else:
        refresh_counters(topic)


@transaction.atomic
def restore_post(user, post: Post) -> None:
    post, topic = locked_post(post.pk)
    if not can_restore_post(user, post):
        raise PermissionDenied
    post.state, post.deleted_at = State.SHOWN, None
    post.save(update_fields=["state", "deleted_at"])
    refresh_counters(topic)


@transaction.atomic
def thank(user, post: Post) -> None:
    """Once, however often the button is pressed."""
    post, _topic = locked_post(post.pk)
    if not can_thank(user, post):
        raise PermissionDenied
    Thanks.objects.bulk_create([Thanks(post=post, user=user)], ignore_conflicts=True)


@transaction.atomic
def take_thanks_back(user, post: Post) -> None:
    post, _topic = locked_post(post.pk)
    Thanks.objects.filter(post=post, user=user).delete()


@transaction.atomic
def accept_answer(user, topic: Topic, post: Post | None) -> None:
    """Say which post answers the question; None says that none does."""
    topic = locked_topic(topic.pk)
    # Under the lock of the topic no post of it changes or leaves.
    post = post and Post.objects.get(pk=post.pk)
    is_fit = post is None or (post.topic_id == topic.pk and post.is_shown and post.position != 1)
    if not can_accept_answer(user, topic) or not is_fit:
        raise PermissionDenied
    Topic.objects.filter(pk=topic.pk).update(accepted_post=post)
