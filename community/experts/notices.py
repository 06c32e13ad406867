"""The notification for members who are asked to help with a question."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.experts.actions import QUESTION_ASKED
from community.experts.models import Ask
from community.forum.notices import answered_at, list_of, may_be_read, posts_with_topics, thread_of
from community.members.audiences import known_as
from website.notifications.notices import Notice, NotificationLine, register_notice


def _still_relevant(rows) -> set[int]:
    """Keep the rows whose recipient may still see the question, and prefetch what `_line` reads."""
    rows = [row for row in rows if isinstance(row.reason_object, Ask)]
    prefetch_related_objects([row.reason_object for row in rows], "asked_by__member", "organisation", "member__user")
    return may_be_read(rows)


def _line(row) -> NotificationLine:
    post, topic = row.target, row.target.topic
    return NotificationLine(
        group=topic.title,
        group_url=topic.get_absolute_url(),
        title=_("Can you help?"),
        url=post.get_absolute_url(),
        words=post.excerpt,
        who=known_as(row.reason_object.asked_by),
    )


register_notice(
    Notice(
        QUESTION_ASKED,
        gettext_lazy("Requests for help"),
        still=_still_relevant,
        line=_line,
        thread=thread_of,
        reply_to=answered_at,
        list_id=list_of,
        targets=posts_with_topics,
    )
)
