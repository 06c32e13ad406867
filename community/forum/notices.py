"""The notifications about topics and posts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.follows.models import Follow
from community.forum.actions.notifying import NEW_POST, NEW_TOPIC
from community.forum.models import Post
from community.forum.permissions import who_sees
from community.members.audiences import known_as
from community.members.enums import Visibility
from website.notifications.enums import NotificationReason
from website.notifications.notices import Notice, NotificationLine, register_notice
from website.replies.addresses import reply_address


def posts_with_topics() -> list:
    """Return the targets with names as members may see them, because every recipient has an account."""
    return [Post.objects.select_related("topic__board", "author__member").as_seen_at(Visibility.MEMBERS)]


def may_be_read(rows) -> set[int]:
    """Return the keys of notifications whose post is still shown to the recipient, who has not muted the follow."""
    rows = [row for row in rows if row.target is not None and row.target.is_shown and row.target.topic.is_shown]
    rows = [row for row in rows if row.reason_kind != NotificationReason.FOLLOWED or _follows(row)]
    readable = who_sees([(row.recipient, row.target.topic.board) for row in rows])
    return {row.pk for row in rows if (row.recipient_id, row.target.topic.board_id) in readable}


def _follows(row) -> bool:
    return isinstance(row.reason_object, Follow) and not row.reason_object.is_muted


def _line(row) -> NotificationLine:
    post, topic = row.target, row.target.topic
    title = topic.get_kind_display() if row.kind == NEW_TOPIC else _("Answer")
    url, words = post.get_absolute_url(), post.excerpt
    return NotificationLine(
        group=topic.title,
        group_url=topic.get_absolute_url(),
        title=title,
        url=url,
        words=words,
        who=known_as(post.author),
    )


def thread_of(row) -> str:
    return f"topic-{row.target.topic_id}"


def answered_at(row) -> str:
    return reply_address(row.recipient, row.target.topic) if row.recipient else ""


def list_of(row) -> tuple[str, str]:
    board = row.target.topic.board
    return f"board-{board.slug}", board.name


for kind in (NEW_TOPIC, NEW_POST):
    register_notice(
        Notice(
            kind,
            gettext_lazy("Forum"),
            still=may_be_read,
            line=_line,
            thread=thread_of,
            reply_to=answered_at,
            list_id=list_of,
            targets=posts_with_topics,
        )
    )
