"""What members do: start topics, write, edit, delete and thank for posts, accept answers."""

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
    """Create a topic with its first post. `fields` are those of `Topic`: title, language, kind and optionally target.

    `files` are uploads that `core.forms.files.checked` has accepted, as in `add_post` and `edit_post`. With a `moment`,
    the post is dated to it and nobody is notified. Raises `PermissionDenied`, also if `user` may not see the target,
    whose followers would be notified.
    """
    board = Board.objects.get(pk=board.pk)
    if not can_start_topic(user, board):
        raise PermissionDenied
    if fields.get("target") is not None and not can_see(user, fields["target"]):
        raise PermissionDenied
    topic = Topic(board=board, author=user, created_at=moment or timezone.now(), **fields)
    topic.state = State.WAITING if _must_wait(user, board) else State.SHOWN
    topic.save()
    topic.themes.set(themes)
    topic.territories.set(territories)
    _create_post(user, topic, body, files, is_waiting=topic.state == State.WAITING, moment=moment)
    return topic


@transaction.atomic
def add_post(user, topic: Topic, body: str, files=(), *, moment=None) -> Post:
    """Add an answer to the topic. Raises `PermissionDenied` if the topic is locked or hidden by now.

    With a `moment`, the post is dated to it and nobody is notified.
    """
    topic = locked_topic(topic.pk)
    if not can_reply(user, topic):
        raise PermissionDenied
    return _create_post(user, topic, body, files, is_waiting=_must_wait(user, topic.board), moment=moment)


def _must_wait(user, board: Board) -> bool:
    """Return whether a moderator has to approve the post: the board sets for how many first posts of a member."""
    if not board.first_posts_wait or can_moderate(user, board):
        return False
    return (
        Post.objects.filter(author=user, state=State.SHOWN)[: board.first_posts_wait].count() < board.first_posts_wait
    )


def _create_post(user, topic: Topic, body: str, files, *, is_waiting: bool, moment) -> Post:
    text = render_post(body, user)
    post = Post(topic=topic, author=user, body=text.body, stored_html=text.html, stored_text=text.text)
    post.created_at = moment or timezone.now()
    post.state = State.WAITING if is_waiting else State.SHOWN
    post.position = None if is_waiting else next_position(topic)
    post.save()
    _store_references(post, text)
    add_attachments(post, files)
    refresh_counters(topic)
    if is_waiting:
        hold_for_review(post)
    else:
        mark_read(user, topic, post.position)
        follow_automatically(user, topic)
        if moment is None:
            notify_about(post)
    return post


def _store_references(post: Post, text: RenderedPost) -> list:
    """Store the mentions and citations of a post; return the people it mentions for the first time.

    Citations are replaced. Mentions stay, so that nobody is notified twice.
    """
    mentioned = set(post.mentions.values_list("user", flat=True))
    newly_mentioned = [user for user in text.people if user.pk not in mentioned]
    Mention.objects.bulk_create([Mention(post=post, user=user) for user in newly_mentioned])
    post.citations.all().delete()
    Citation.objects.bulk_create([Citation(post=post, target=target) for target in text.targets])
    return newly_mentioned


@transaction.atomic
def edit_post(user, post: Post, body: str, reason: str = "", files=(), removed=()) -> None:
    """Edit one's own post. The previous text is stored as an `Edit`; the attachments in `removed` are deleted."""
    post, _topic = locked_post(post.pk)
    if not can_edit_post(user, post):
        raise PermissionDenied
    _update_body(user, post, body, reason, has_other_files=bool(files or removed))
    remove_attachments(post, removed)
    add_attachments(post, files)


@transaction.atomic
def rewrite_post(moderator, post: Post, body: str, notice: str) -> str:
    """Edit somebody else's post as a moderator; return the stored Markdown.

    `notice` is shown with the post, and its beginning is the reason in the history.
    """
    post, topic = locked_post(post.pk)
    if not can_moderate(moderator, topic.board):
        raise PermissionDenied
    post.notice = notice
    _update_body(moderator, post, body, notice[:200])
    return post.body


def _update_body(user, post: Post, body: str, reason: str, has_other_files: bool = False) -> None:
    text = render_post(body, user)
    if text.body == post.body and not has_other_files:
        return
    Edit.objects.create(post=post, editor=user, body=post.body, reason=reason)
    post.body, post.stored_html, post.stored_text = text.body, text.html, text.text
    post.edited_at = timezone.now()
    post.save()
    newly_mentioned = _store_references(post, text)
    if post.is_shown:
        notify_mentioned(post, newly_mentioned)


@transaction.atomic
def delete_post(user, post: Post) -> None:
    """Delete one's own post, which can be restored for `RESTORABLE_FOR`; delete a waiting post for good."""
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
    """Store thanks once, however often this is called."""
    post, _topic = locked_post(post.pk)
    if not can_thank(user, post):
        raise PermissionDenied
    Thanks.objects.bulk_create([Thanks(post=post, user=user)], ignore_conflicts=True)


@transaction.atomic
def remove_thanks(user, post: Post) -> None:
    post, _topic = locked_post(post.pk)
    Thanks.objects.filter(post=post, user=user).delete()


@transaction.atomic
def accept_answer(user, topic: Topic, post: Post | None) -> None:
    """Mark a post as the answer to the question of the topic; None removes the mark."""
    topic = locked_topic(topic.pk)
    # The lock of the topic keeps its posts from being changed or moved.
    post = post and Post.objects.get(pk=post.pk)
    is_possible = post is None or (post.topic_id == topic.pk and post.is_shown and post.position != 1)
    if not can_accept_answer(user, topic) or not is_possible:
        raise PermissionDenied
    Topic.objects.filter(pk=topic.pk).update(accepted_post=post)
