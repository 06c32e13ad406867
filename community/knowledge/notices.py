"""What people are told of what becomes of their posts."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.knowledge.enums import Agreement
from community.knowledge.models import Credit
from community.knowledge.permissions import who_keeps
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


def _is_asked_of_a_keeper(rows) -> set[int]:
    """While something has to go, of whoever looks after the text still."""
    rows = [row for row in rows if row.target is not None and row.target.asks]
    kept = who_keeps([(row.recipient, row.target.origin) for row in rows])
    return {row.pk for row in rows if (row.recipient_id, row.target.origin_id) in kept}


def _asked(row) -> Line:
    return subject_line(row, group=_("What became of my posts"), words=row.data.get("title", ""))


def _declined(row) -> Line:
    return subject_line(
        row, group=_("What became of my posts"), url=row.target.origin.get_absolute_url(), who=row.target.name
    )


def _withdrawn(row) -> Line:
    return subject_line(
        row,
        group=_("Texts made of discussions"),
        group_url=reverse("my_knowledge"),
        url=row.target.origin.get_absolute_url(),
        who=row.target.name,
    )


def _targets():
    return [Credit.objects.select_related("origin__topic", "origin__page").prefetch_related("posts")]


WHAT = gettext_lazy("What became of my posts")
for kind, what, still, line in (
    ("credit-asked", WHAT, _waits, _asked),
    ("credit-declined", WHAT, _is_in_the_way, _declined),
    ("credit-withdrawn", gettext_lazy("Texts made of discussions"), _is_asked_of_a_keeper, _withdrawn),
):
    register(
        Notice(
            kind,
            what,
            still=still,
            line=line,
            thread=lambda row: f"knowledge-{row.target.origin_id}",
            targets=_targets,
        )
    )
