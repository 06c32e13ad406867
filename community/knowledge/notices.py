"""Notifications about texts created from topics, for their authors, creators and publishers."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.knowledge.enums import Consent
from community.knowledge.models import Contribution
from community.knowledge.permissions import managed_pairs
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice


def _awaiting_answer(rows) -> set[int]:
    """Keep the requests that their recipient has not answered yet."""
    return {
        row.pk
        for row in rows
        if row.target is not None and row.target.user_id == row.recipient_id and row.target.answer == Consent.ASKED
    }


def _blocking(rows) -> set[int]:
    """Keep the refusals that still block publication, for the creator of the text."""
    return {
        row.pk
        for row in rows
        if row.target is not None and row.target.provenance.creator_id == row.recipient_id and row.target.is_blocking
    }


def _needing_removal(rows) -> set[int]:
    """Keep the withdrawals that still require a removal, for those who still manage the text."""
    rows = [row for row in rows if row.target is not None and row.target.needs_removal]
    managed = managed_pairs([(row.recipient, row.target.provenance) for row in rows])
    return {row.pk for row in rows if (row.recipient_id, row.target.provenance_id) in managed}


def _asked(row) -> NotificationLine:
    return subject_line(row, group=_("Texts with my posts"), words=row.data.get("title", ""))


def _declined(row) -> NotificationLine:
    return subject_line(
        row, group=_("Texts with my posts"), url=row.target.provenance.get_absolute_url(), who=row.target.name
    )


def _withdrawn(row) -> NotificationLine:
    return subject_line(
        row,
        group=_("Texts created from topics"),
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


CATEGORY = gettext_lazy("Texts with my posts")
for kind, what, still, line in (
    ("contribution-asked", CATEGORY, _awaiting_answer, _asked),
    ("contribution-declined", CATEGORY, _blocking, _declined),
    ("contribution-withdrawn", gettext_lazy("Texts created from topics"), _needing_removal, _withdrawn),
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
