"""What people are told of the conversation."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.follows.models import Follow
from community.forum.actions.telling import NEW_POST, NEW_TOPIC
from community.forum.models import Post
from community.forum.permissions import who_sees
from community.members.audiences import Shown
from community.members.enums import Visibility
from website.notifications.enums import Because
from website.notifications.notices import Line, Notice, register
from website.replies.addresses import reply_address


def _targets() -> list:
    return [Post.objects.select_related("topic__board", "author__member")]


def _still(rows) -> set[int]:
    """Of what is still shown, to those who may still see it and have not muted what they were told because of."""
    rows = [row for row in rows if row.target is not None and row.target.is_shown and row.target.topic.is_shown]
    rows = [row for row in rows if row.because != Because.FOLLOWED or _follows(row)]
    seen = who_sees([(row.recipient, row.target.topic.board) for row in rows])
    return {row.pk for row in rows if (row.recipient_id, row.target.topic.board_id) in seen}


def _follows(row) -> bool:
    return isinstance(row.because_of, Follow) and not row.because_of.is_muted


def author_of(post: Post) -> str:
    """As members may know who wrote it."""
    if post.author is None:
        return _("Former member")
    member = getattr(post.author, "member", None)
    shown = Shown(member, Visibility.MEMBERS) if member else None
    return (shown.name if shown else post.author.get_full_name()) or _("A member")


def _line(row) -> Line:
    post, topic = row.target, row.target.topic
    title = topic.get_kind_display() if row.kind == NEW_TOPIC else _("Answer")
    url, words = post.get_absolute_url(), post.excerpt
    return Line(
        group=topic.title, group_url=topic.get_absolute_url(), title=title, url=url, words=words, who=author_of(post)
    )


def _reply_to(row) -> str:
    return reply_address(row.recipient, row.target.topic) if row.recipient else ""


def _list_id(row) -> tuple[str, str]:
    board = row.target.topic.board
    return f"board-{board.slug}", board.name


for kind in (NEW_TOPIC, NEW_POST):
    register(
        Notice(
            kind,
            gettext_lazy("Exchange"),
            still=_still,
            line=_line,
            thread=lambda row: f"topic-{row.target.topic_id}",
            reply_to=_reply_to,
            list_id=_list_id,
            targets=_targets,
        )
    )
