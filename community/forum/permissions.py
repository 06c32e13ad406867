"""Who reads, writes and moderates where. The querysets of the same name say the same of many rows.

Coordinators keep the boards: they read, moderate and move everywhere. A board's own moderators do so on it alone.
"""

from django.contrib.auth.backends import ModelBackend

from community.forum.enums import Audience, State

RIGHT = "forum.change_board"


def is_member(user) -> bool:
    return user.is_authenticated and user.is_active


def keeps_boards(user) -> bool:
    return user.is_active and user.has_perm(RIGHT)


def can_see_board(user, board) -> bool:
    """The twin of `BoardQuerySet.visible_to`."""
    if board.audience == Audience.PUBLIC:
        return True
    if not is_member(user):
        return False
    return board.audience == Audience.MEMBERS or keeps_boards(user) or _belongs(user, board)


def _belongs(user, board) -> bool:
    return board.memberships.filter(user=user).exists()


def can_moderate(user, board) -> bool:
    """The twin of `BoardQuerySet.moderated_by`."""
    if not is_member(user):
        return False
    return keeps_boards(user) or board.memberships.filter(user=user, is_moderator=True).exists()


def who_sees(pairs) -> set[tuple[int, int]]:
    """Of pairs of an account and a board those where the one may see the other, as pairs of their keys.

    The same as `can_see_board` of many at once, in two statements at most.
    """
    found = {(user.pk, board.pk) for user, board in pairs if user.is_active and board.audience != Audience.GROUP}
    closed = [(user, board) for user, board in pairs if user.is_active and board.audience == Audience.GROUP]
    if closed:
        people, boards = {user.pk for user, _board in closed}, {board.pk: board for _user, board in closed}
        members = next(iter(boards.values())).memberships.model.objects.filter(board__in=boards, user__in=people)
        inside = set(members.values_list("user", "board"))
        keepers = set(ModelBackend().with_perm(RIGHT).filter(pk__in=people).values_list("pk", flat=True))
        found |= {(u.pk, b.pk) for u, b in closed if (u.pk, b.pk) in inside or u.pk in keepers}
    return found


def can_start_topic(user, board) -> bool:
    """The twin of `BoardQuerySet.writable_by`."""
    return is_member(user) and board.is_open and can_see_board(user, board)


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
        not is_member(user)
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
    is_own = is_member(user) and post.author_id == user.pk
    return is_own and post.is_editable and can_reply_or_waits(user, post.topic)


def can_reply_or_waits(user, topic) -> bool:
    return can_reply(user, topic) or (topic.state == State.WAITING and topic.author_id == user.pk)


def can_restore_post(user, post) -> bool:
    """One's own deletion, while `Post.is_restorable`."""
    return is_member(user) and post.author_id == user.pk and post.is_restorable and can_reply(user, post.topic)


def can_thank(user, post) -> bool:
    return is_member(user) and post.author_id != user.pk and post.is_shown and can_see_topic(user, post.topic)


def can_accept_answer(user, topic) -> bool:
    """Who asked, and the moderators of the board."""
    if not topic.is_question or not can_see_topic(user, topic) or not is_member(user):
        return False
    return topic.author_id == user.pk or can_moderate(user, topic.board)
