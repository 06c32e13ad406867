"""What people are told of organisations' entries."""

from django.contrib.auth.backends import ModelBackend
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.organisations.models import ChangeProposal, OrganisationEditor
from community.organisations.permissions import RIGHT
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice


def _decides(rows) -> set[int]:
    """As `permissions.can_edit_organisation`, for many people and proposals; not of what its author has taken back."""
    rows = [row for row in rows if row.target is not None and not row.target.is_withdrawn]
    people = {row.recipient_id for row in rows}
    organisations = {row.target.organisation_id for row in rows}
    found = OrganisationEditor.objects.filter(organisation__in=organisations, user__in=people)
    editors = set(found.values_list("organisation", "user"))
    keepers = set(ModelBackend().with_perm(RIGHT).filter(pk__in=people).values_list("pk", flat=True))
    return {
        row.pk
        for row in rows
        if row.recipient_id in keepers or (row.target.organisation_id, row.recipient_id) in editors
    }


def _made_it(rows) -> set[int]:
    return {row.pk for row in rows if row.target is not None and row.target.author_id == row.recipient_id}


def _edits_it(rows) -> set[int]:
    editors = _editors(rows)
    return {row.pk for row in rows if row.target is not None and (row.target_id, row.recipient_id) in editors}


def _edits_it_no_more(rows) -> set[int]:
    """Not those who were named again since."""
    editors = _editors(rows)
    return {row.pk for row in rows if row.target is not None and (row.target_id, row.recipient_id) not in editors}


def _editors(rows) -> set[tuple[int, int]]:
    found = OrganisationEditor.objects.filter(
        organisation__in={row.target_id for row in rows}, user__in={row.recipient_id for row in rows}
    )
    return set(found.values_list("organisation", "user"))


def _who_proposed(proposal) -> str:
    """Those who decide are told who asks; their account may be gone."""
    return proposal.author.display_name if proposal.author else _("Former member")


def _proposed(row) -> NotificationLine:
    return subject_line(row, group=_("Directory"), who=_who_proposed(row.target), words=row.data.get("word", ""))


def _decided(row) -> NotificationLine:
    return subject_line(row, group=_("Directory"), words=row.data.get("answer", ""))


def _named(row) -> NotificationLine:
    return subject_line(row, group=_("Directory"))


def _removed(row) -> NotificationLine:
    return subject_line(row, group=_("Directory"), words=row.data.get("word", ""))


def _proposals():
    return [ChangeProposal.objects.select_related("author")]


PROPOSALS = gettext_lazy("Proposed changes")
for kind, still, line in (
    ("organisation-proposal", _decides, _proposed),
    ("organisation-proposal-decided", _made_it, _decided),
):
    register_notice(Notice(kind, PROPOSALS, still=still, line=line, targets=_proposals))
EDITORS = gettext_lazy("Organisations")
register_notice(Notice("organisation-editor-named", EDITORS, still=_edits_it, line=_named))
register_notice(Notice("organisation-editor-removed", EDITORS, still=_edits_it_no_more, line=_removed))
