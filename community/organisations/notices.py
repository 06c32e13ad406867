"""Notices about proposals and editors of organisations."""

from django.contrib.auth.backends import ModelBackend
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.organisations.models import ChangeProposal, OrganisationEditor
from community.organisations.permissions import RIGHT
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice


def _decides(rows) -> set[int]:
    """Return the keys of the rows whose recipient may decide on a proposal that is not withdrawn.

    Does the same as `permissions.can_edit_organisation` for many rows.
    """
    rows = [row for row in rows if row.target is not None and not row.target.is_withdrawn]
    people = {row.recipient_id for row in rows}
    organisations = {row.target.organisation_id for row in rows}
    found = OrganisationEditor.objects.filter(organisation__in=organisations, user__in=people)
    editors = set(found.values_list("organisation", "user"))
    coordinators = set(ModelBackend().with_perm(RIGHT).filter(pk__in=people).values_list("pk", flat=True))
    return {
        row.pk
        for row in rows
        if row.recipient_id in coordinators or (row.target.organisation_id, row.recipient_id) in editors
    }


def _is_author(rows) -> set[int]:
    return {row.pk for row in rows if row.target is not None and row.target.author_id == row.recipient_id}


def _is_editor(rows) -> set[int]:
    editors = _editors(rows)
    return {row.pk for row in rows if row.target is not None and (row.target_id, row.recipient_id) in editors}


def _is_no_editor(rows) -> set[int]:
    """Exclude people who have been named again since."""
    editors = _editors(rows)
    return {row.pk for row in rows if row.target is not None and (row.target_id, row.recipient_id) not in editors}


def _editors(rows) -> set[tuple[int, int]]:
    found = OrganisationEditor.objects.filter(
        organisation__in={row.target_id for row in rows}, user__in={row.recipient_id for row in rows}
    )
    return set(found.values_list("organisation", "user"))


def _author_name(proposal) -> str:
    return proposal.author.display_name if proposal.author else _("Former member")


def _proposal_line(row) -> NotificationLine:
    return subject_line(row, group=_("Directory"), who=_author_name(row.target), words=row.data.get("word", ""))


def _decision_line(row) -> NotificationLine:
    return subject_line(row, group=_("Directory"), words=row.data.get("answer", ""))


def _named_line(row) -> NotificationLine:
    return subject_line(row, group=_("Directory"))


def _removed_line(row) -> NotificationLine:
    return subject_line(row, group=_("Directory"), words=row.data.get("word", ""))


def _targets():
    return [ChangeProposal.objects.select_related("author")]


PROPOSALS = gettext_lazy("Proposed changes")
for kind, still, line in (
    ("organisation-proposal", _decides, _proposal_line),
    ("organisation-proposal-decided", _is_author, _decision_line),
):
    register_notice(Notice(kind, PROPOSALS, still=still, line=line, targets=_targets))
EDITORS = gettext_lazy("Organisations")
register_notice(Notice("organisation-editor-named", EDITORS, still=_is_editor, line=_named_line))
register_notice(Notice("organisation-editor-removed", EDITORS, still=_is_no_editor, line=_removed_line))
