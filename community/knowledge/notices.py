"""What people are told of what becomes of their posts."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.knowledge.enums import Consent
from community.knowledge.models import Contribution
from community.knowledge.permissions import managed_pairs
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice


def _waits(rows) -> set[int]:
    """For the answer of this very person."""
    return {
        row.pk
        for row in rows
        if row.target is not None and row.target.user_id == row.recipient_id and row.target.answer == Consent.ASKED
    }


def _is_in_the_way(rows) -> set[int]:
    return {
        row.pk
        for row in rows
        if row.target is not None and row.target.provenance.creator_id == row.recipient_id and row.target.is_blocking
    }


def _is_asked_of_a_keeper(rows) -> set[int]:
    """While something has to go, of whoever looks after the text still."""
    rows = [row for row in rows if row.target is not None and row.target.asks]
    kept = managed_pairs([(row.recipient, row.target.provenance) for row in rows])
    return {row.pk for row in rows if (row.recipient_id, row.target.provenance_id) in kept}


def _asked(row) -> NotificationLine:
    return subject_line(row, group=_("What became of my posts"), words=row.data.get("title", ""))


def _declined(row) -> NotificationLine:
    return subject_line(
        row, group=_("What became of my posts"), url=row.target.provenance.get_absolute_url(), who=row.target.name
    )


def _withdrawn(row) -> NotificationLine:
    return subject_line(
        row,
        group=_("Texts made of discussions"),
        group_url=reverse("my_knowledge"),
        url=row.target.provenance.get_absolute_url(),
        who=row.target.name,
    )


def _targets():
    return [
        Contribution.objects.select_related("provenance__topic", "provenance__text").prefetch_related(
            "posts", "provenance__text__pages"
        )
    ]


WHAT = gettext_lazy("What became of my posts")
for kind, what, still, line in (
    ("contribution-asked", WHAT, _waits, _asked),
    ("contribution-declined", WHAT, _is_in_the_way, _declined),
    ("contribution-withdrawn", gettext_lazy("Texts made of discussions"), _is_asked_of_a_keeper, _withdrawn),
):
    register_notice(
        Notice(
            kind,
            what,
            still=still,
            line=line,
            thread=lambda row: f"knowledge-{row.target.provenance_id}",
            targets=_targets,
        )
    )
