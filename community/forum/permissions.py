"""Who may read, write and moderate where. Querysets have the same rules for many rows.

Coordinators manage all boards: they may read, moderate and move topics everywhere. Moderators of a board may do so on
that board only.
"""

from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from community.forum.enums import BoardAudience, State
from community.moderation.models import Suspension
from community.moderation.permissions import may_read_as_member, may_write
from website.core.caching import memoize_on

MANAGE_BOARDS = "forum.change_board"


def is_member(user, board=None) -> bool:
    """Return whether `user` may read what members read, on that board or anywhere; a suspension can forbid it."""
    return may_read_as_member(user, board)


def keeps_boards(user) -> bool:
    return user.has_perm(MANAGE_BOARDS) and may_write(user)


def board_managers_among(people: Collection[int]) -> set[int]:
    """Return the keys of those accounts that have the right to manage boards, whether or not they are suspended."""
    return set(ModelBackend().with_perm(MANAGE_BOARDS).filter(pk__in=people).values_list("pk", flat=True))


def memberships_of(user) -> dict[int, bool]:
    """Map the keys of the boards that `user` is a member of to whether they moderate it."""
    return memoize_on(user, "_memberships", lambda: dict(user.board_memberships.values_list("board", "is_moderator")))


def can_see_board(user, board) -> bool:
    """The same rule as `BoardQuerySet.visible_to`."""
    if board.audience == BoardAudience.PUBLIC:
        return True
    if not is_member(user, board):
        return False
    return board.audience == BoardAudience.MEMBERS or keeps_boards(user) or board.pk in memberships_of(user)


def can_moderate(user, board) -> bool:
    """The same rule as `BoardQuerySet.moderated_by`."""
    if not may_write(user, board):
        return False
    return keeps_boards(user) or memberships_of(user).get(board.pk, False)


def who_sees(pairs) -> set[tuple[int, int]]:
    """Return the keys of those pairs of an account and a board where the account may see the board.

    The same rule as `can_see_board`, for many pairs in three statements at most.
    """
    pairs = _without_suspended(pairs)
    found = {(user.pk, board.pk) for user, board in pairs if user.is_active and board.audience != BoardAudience.GROUP}
    closed = [(user, board) for user, board in pairs if user.is_active and board.audience == BoardAudience.GROUP]
    if closed:
        people, boards = {user.pk for user, _board in closed}, {board.pk: board for _user, board in closed}
        members = next(iter(boards.values())).memberships.model.objects.filter(board__in=boards, user__in=people)
        group_members = set(members.values_list("user", "board"))
        managers = board_managers_among(people)
        found |= {(u.pk, b.pk) for u, b in closed if (u.pk, b.pk) in group_members or u.pk in managers}
    return found


def _without_suspended(pairs) -> list:
    """Leave out pairs where a suspension forbids the account to read more than visitors."""
    people = {user.pk for user, board in pairs if not board.is_public}
    suspensions = {}
    for suspension in Suspension.objects.of_many(people).without_reading() if people else ():
        suspensions.setdefault(suspension.user_id, []).append(suspension)
    return [
        (user, board)
        for user, board in pairs
        if board.is_public or not any(found.holds_at(board) for found in suspensions.get(user.pk, ()))
    ]


def can_start_topic(user, board) -> bool:
    """The same rule as `BoardQuerySet.writable_by`."""
    return may_write(user, board) and board.is_open and can_see_board(user, board)


def can_see_topic(user, topic) -> bool:
    """The same rule as `TopicQuerySet.visible_to`."""
    if not can_see_board(user, topic.board):
        return False
    if topic.state == State.SHOWN:
        return True
    is_own = topic.state == State.WAITING and is_member(user) and topic.author_id == user.pk
    return is_own or can_moderate(user, topic.board)


def can_reply(user, topic) -> bool:
    """Return whether `user` may answer: in a topic that is shown, and as a moderator also in a locked one."""
    if (
        not may_write(user, topic.board)
        or topic.merged_into_id
        or topic.state != State.SHOWN
        or not can_see_board(user, topic.board)
    ):
        return False
    return not topic.is_locked or can_moderate(user, topic.board)


def can_see_post(user, post) -> bool:
    """Return whether `user` may read the text; the same rule as `PostQuerySet.visible_to`.

    Everybody who sees the topic sees that a post is hidden or deleted.
    """
    if not can_see_topic(user, post.topic):
        return False
    if post.state == State.SHOWN:
        return True
    is_own = is_member(user) and post.author_id == user.pk
    return is_own or can_moderate(user, post.topic.board)


def can_edit_post(user, post) -> bool:
    """The author may, while the topic is open. Moderators edit through `moderation`, with a notice and a reason."""
    is_own = may_write(user, post.topic.board) and post.author_id == user.pk
    return is_own and post.is_editable and _can_reply_or_is_waiting(user, post.topic)


def _can_reply_or_is_waiting(user, topic) -> bool:
    return can_reply(user, topic) or (topic.state == State.WAITING and topic.author_id == user.pk)


def can_restore_post(user, post) -> bool:
    """The author may, while `Post.is_restorable`."""
    return is_member(user) and post.author_id == user.pk and post.is_restorable and can_reply(user, post.topic)


def can_thank(user, post) -> bool:
    is_by_somebody_else = may_write(user, post.topic.board) and post.author_id != user.pk
    return is_by_somebody_else and post.is_shown and can_see_topic(user, post.topic)


def can_accept_answer(user, topic) -> bool:
    """The author of a question may, and the moderators of the board."""
    if not topic.is_question or not can_see_topic(user, topic) or not may_write(user, topic.board):
        return False
    return topic.author_id == user.pk or can_moderate(user, topic.board)


def is_newcomer(user) -> bool:
    """Return whether `user` has so few shown posts that the limits of `settings.NEWCOMERS` apply."""
    most = settings.NEWCOMERS["until_posts"]
    return not keeps_boards(user) and user.posts.filter(state=State.SHOWN)[:most].count() < most
