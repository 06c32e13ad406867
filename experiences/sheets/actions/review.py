"""Review with Wagtail's workflow: the author starts it and a coordinator decides."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page, WorkflowState

from experiences.sheets.models import SheetPage
from experiences.sheets.permissions import can_submit_sheet, can_withdraw_sheet
from experiences.sheets.validators import missing_for_review
from website.core.publication_checks import publication_blockers


class IncompleteSheet(Exception):
    """The sheet cannot be reviewed yet. `missing` maps field names to messages for the author."""

    def __init__(self, missing: dict[str, str]):
        super().__init__(", ".join(missing))
        self.missing = missing


class NoReview(Exception):
    """Sheets have no active workflow."""


@transaction.atomic
def submit_sheet(author, sheet: SheetPage) -> None:
    """Start the review of the latest draft, or resume it if changes were requested.

    Raise IncompleteSheet or NoReview if it cannot start.
    """
    sheet = _locked(sheet)
    if not can_submit_sheet(author, sheet):
        raise PermissionDenied
    if missing := missing_for_review(sheet.get_latest_revision_as_object()):
        raise IncompleteSheet(missing)
    if blockers := publication_blockers(sheet):
        raise IncompleteSheet({"objections": " ".join(blockers)})
    state = sheet.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(author)
        return
    workflow = sheet.get_workflow()
    if workflow is None:
        raise NoReview
    workflow.start(sheet, author)


@transaction.atomic
def withdraw_sheet(author, sheet: SheetPage) -> None:
    """Cancel the review, so that the sheet is a draft again."""
    sheet = _locked(sheet)
    if not can_withdraw_sheet(author, sheet):
        raise PermissionDenied
    sheet.current_workflow_state.cancel(user=author)


@transaction.atomic
def request_sheet_changes(coordinator, sheet: SheetPage, comment: str) -> None:
    """Do what “Request changes” does in the CMS."""
    _decide(coordinator, sheet, "reject", comment)


@transaction.atomic
def approve_sheet(coordinator, sheet: SheetPage, comment: str = "") -> None:
    """Do what “Approve” does in the CMS. After the last task Wagtail publishes the latest revision."""
    _decide(coordinator, sheet, "approve", comment)


def _decide(coordinator, sheet: SheetPage, action: str, comment: str) -> None:
    sheet = _locked(sheet)
    task_state = sheet.current_workflow_task_state
    task = task_state and task_state.task.specific
    if task is None or action not in {name for name, *_labels in task.get_actions(sheet, coordinator)}:
        raise PermissionDenied
    task.on_action(task_state, coordinator, action, comment=comment)


def _locked(sheet: SheetPage) -> SheetPage:
    """Lock the page until the transaction ends, and return the sheet as stored now."""
    Page.objects.select_for_update().get(pk=sheet.pk)
    return SheetPage.objects.get(pk=sheet.pk)
