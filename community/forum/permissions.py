"""Who reads, writes and moderates where. The querysets of the same name say the same of many rows.

Coordinators keep the boards: they read, moderate and move everywhere. A board's own moderators do so on it alone.
"""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from community.forum.enums import BoardAudience, State
from community.moderation.models import Suspension
from community.moderation.permissions import may_read_as_member, may_write
from website.core.caching import memoize_on

RIGHT = "forum.change_board"


def is_member(user, board=None) -> bool:
    """Who reads what members read, on that board or at all: a suspension may have taken that."""
    return may_read_as_member(user, board)


def keeps_boards(user) -> bool:
    return user.has_perm(RIGHT) and may_write(user)


def memberships_of(user) -> dict[int, bool]:
    """The keys of the boards that `user` belongs to, with whether they moderate each."""
    return memoize_on(user, "_memberships", lambda: dict(user.board_memberships.values_list("board", "is_moderator")))


def can_see_board(user, board) -> bool:
    """The twin of `BoardQuerySet.visible_to`."""
    if board.audience == BoardAudience.PUBLIC:
        return True
    if not is_member(user, board):
        return False
    return board.audience == BoardAudience.MEMBERS or keeps_boards(user) or board.pk in memberships_of(user)


def can_moderate(user, board) -> bool:
    """The twin of `BoardQuerySet.moderated_by`."""
    if not may_write(user, board):
        return False
    return keeps_boards(user) or memberships_of(user).get(board.pk, False)


def who_sees(pairs) -> set[tuple[int, int]]:
    """Of pairs of an account and a board those where the one may see the other, as pairs of their keys.

    The same as `can_see_board` of many at once, in three statements at most.
    """
    pairs = _without_those_kept_out(pairs)
    found = {(user.pk, board.pk) for user, board in pairs if user.is_active and board.audience != BoardAudience.GROUP}
    closed = [(user, board) for user, board in pairs if user.is_active and board.audience == BoardAudience.GROUP]
    if closed:
        people, boards = {user.pk for user, _board in closed}, {board.pk: board for _user, board in closed}
        members = next(iter(boards.values())).memberships.model.objects.filter(board__in=boards, user__in=people)
        inside = set(members.values_list("user", "board"))
        keepers = set(ModelBackend().with_perm(RIGHT).filter(pk__in=people).values_list("pk", flat=True))
        found |= {(u.pk, b.pk) for u, b in closed if (u.pk, b.pk) in inside or u.pk in keepers}
    return found


def _without_those_kept_out(pairs) -> list:
    """Whom a suspension leaves what visitors read."""
    people = {user.pk for user, board in pairs if not board.is_public}
    kept_out = {}
    for suspension in Suspension.objects.of_many(people).without_reading() if people else ():
        kept_out.setdefault(suspension.user_id, []).append(suspension)
    return [
        (user, board)
        for user, board in pairs
        if board.is_public or not any(found.holds_at(board) for found in kept_out.get(user.pk, ()))
    ]


def can_start_topic(user, board) -> bool:
    """The twin of `BoardQuerySet.writable_by`."""
    return may_write(user, board) and board.is_open and can_see_board(user, board)


def can_see_topic(user, topic) -> bool:
    """The twin of `TopicQuerySet.visible_to`."""
    if not can_see_board(user, topic.board):
        return False
    if topic.state == State.SHOWN:
        return True
    is_own = topic.state == State.WAITING and is_member(user) and topic.author_id == user.pk
    return is_own or can_moderate(user, topic.board)


def can_reply(user, topic) -> bool:
    """To what is shown and not locked; a moderator also to what is locked."""
    if (
        not may_write(user, topic.board)
        or topic.merged_into_id
        or topic.state != State.SHOWN
        or not can_see_board(user, topic.board)
    ):
        return False
    return not topic.is_locked or can_moderate(user, topic.board)


def can_see_post(user, post) -> bool:
    """What it says; the twin of `PostQuerySet.visible_to`. That it is hidden or deleted, whoever sees the topic may know."""
    if not can_see_topic(user, post.topic):
        return False
    if post.state == State.SHOWN:
        return True
    is_own = is_member(user) and post.author_id == user.pk
    return is_own or can_moderate(user, post.topic.board)


def can_edit_post(user, post) -> bool:
    """Its author, while the topic is open. Moderators edit through `moderation`, with a notice and a reason."""
    is_own = may_write(user, post.topic.board) and post.author_id == user.pk
    return is_own and post.is_editable and can_reply_or_waits(user, post.topic)


def can_reply_or_waits(user, topic) -> bool:
    return can_reply(user, topic) or (topic.state == State.WAITING and topic.author_id == user.pk)


def can_restore_post(user, post) -> bool:
    """One's own deletion, while `Post.is_restorable`."""
    return is_member(user) and post.author_id == user.pk and post.is_restorable and can_reply(user, post.topic)


def can_thank(user, post) -> bool:
    is_others = may_write(user, post.topic.board) and post.author_id != user.pk
    return is_others and post.is_shown and can_see_topic(user, post.topic)


def can_accept_answer(user, topic) -> bool:
    """Who asked, and the moderators of the board."""
    if not topic.is_question or not can_see_topic(user, topic) or not may_write(user, topic.board):
        return False
    return topic.author_id == user.pk or can_moderate(user, topic.board)


def is_newcomer(user) -> bool:
    """Whoever has few posts that others read: `settings.NEWCOMERS` says what is limited for them."""
    most = settings.NEWCOMERS["until_posts"]
    return not keeps_boards(user) and user.posts.filter(state=State.SHOWN)[:most].count() < most
