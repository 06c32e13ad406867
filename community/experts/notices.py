"""What somebody is told who may know the answer to a question."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.experts.actions import QUESTION_ASKED
from community.experts.models import Ask
from community.forum.notices import answered_at, known_as, list_of, may_be_read, posts_with_topics, thread_of
from website.notifications.notices import Line, Notice, register


def _still(rows) -> set[int]:
    """To whoever may still see the question; who asked is brought for `_line`, all at once."""
    rows = [row for row in rows if isinstance(row.because_of, Ask)]
    prefetch_related_objects([row.because_of for row in rows], "asked_by__member", "organisation", "member__user")
    return may_be_read(rows)


def _line(row) -> Line:
    post, topic = row.target, row.target.topic
    return Line(
        group=topic.title,
        group_url=topic.get_absolute_url(),
        title=_("Can you help?"),
        url=post.get_absolute_url(),
        words=post.excerpt,
        who=known_as(row.because_of.asked_by),
    )


register(
    Notice(
        QUESTION_ASKED,
        gettext_lazy("Questions to me"),
        still=_still,
        line=_line,
        thread=thread_of,
        reply_to=answered_at,
        list_id=list_of,
        targets=posts_with_topics,
    )
)
