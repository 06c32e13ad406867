"""Boards and topics as subjects that can be followed."""

from django.utils.translation import gettext_lazy as _

from community.follows.subjects import FollowSubject, register_subject
from community.forum.models import Board, Topic
from community.forum.permissions import who_sees


def _readable_boards(pairs) -> set[tuple]:
    return who_sees(list(pairs))


def _readable_topics(pairs) -> set[tuple]:
    """Leave out topics that are not shown or were merged, and those on boards that the person may not see."""
    pairs = [(person, topic) for person, topic in pairs if topic.is_shown and not topic.merged_into_id]
    readable = who_sees([(person, topic.board) for person, topic in pairs])
    return {(person.pk, topic.pk) for person, topic in pairs if (person.pk, topic.board_id) in readable}


register_subject(
    FollowSubject(
        name="board",
        model=Board,
        label=_("Board"),
        words=_("the board “%(title)s”"),
        readable=_readable_boards,
    )
)
register_subject(
    FollowSubject(
        name="discussion",
        model=Topic,
        label=_("Topic"),
        words=_("the topic “%(title)s”"),
        readable=_readable_topics,
        find=lambda keys: Topic.objects.select_related("board").in_bulk(keys),
    )
)
