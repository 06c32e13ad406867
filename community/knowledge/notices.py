"""What people are told of what becomes of their posts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.knowledge.enums import Agreement
from community.knowledge.models import Credit
from website.notifications.lines import subject_line
from website.notifications.notices import Line, Notice, register


def _waits(rows) -> set[int]:
    """For the answer of this very person."""
    return {
        row.pk
        for row in rows
        if row.target is not None and row.target.user_id == row.recipient_id and row.target.answer == Agreement.ASKED
    }


def _is_in_the_way(rows) -> set[int]:
    return {
        row.pk
        for row in rows
        if row.target is not None and row.target.origin.maker_id == row.recipient_id and row.target.is_in_the_way
    }


def _asked(row) -> Line:
    return subject_line(row, group=_("What became of my posts"), words=row.data.get("title", ""))


def _declined(row) -> Line:
    return subject_line(
        row, group=_("What became of my posts"), url=row.target.origin.get_absolute_url(), who=row.target.name
    )


def _targets():
    return [Credit.objects.select_related("origin__topic", "origin__page").prefetch_related("posts")]


WHAT = gettext_lazy("What became of my posts")
for kind, still, line in (("credit-asked", _waits, _asked), ("credit-declined", _is_in_the_way, _declined)):
    register(
        Notice(
            kind,
            WHAT,
            still=still,
            line=line,
            thread=lambda row: f"knowledge-{row.target.origin_id}",
            targets=_targets,
        )
    )
