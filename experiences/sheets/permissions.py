"""Access to sheets. Members have no permissions in the CMS, so Wagtail's page permission testers would refuse them
everything; the actions skip those and call these functions instead."""

from wagtail.models import WorkflowState
from wagtail.permissions import page_permission_policy

from experiences.sheets.models import SheetUpload


def can_write_sheets(user) -> bool:
    return user.is_authenticated and user.is_active


def is_author(user, sheet) -> bool:
    """Matches `SheetPageQuerySet.written_by`."""
    return can_write_sheets(user) and sheet.owner_id == user.pk and sheet.is_original


def can_edit_sheet(user, sheet) -> bool:
    """True for the author unless the sheet is locked or under review. Matches `SheetPageQuerySet.editable_by`."""
    return is_author(user, sheet) and not sheet.locked and sheet.review != WorkflowState.STATUS_IN_PROGRESS


def can_submit_sheet(user, sheet) -> bool:
    return can_edit_sheet(user, sheet) and sheet.has_unpublished_changes


def can_withdraw_sheet(user, sheet) -> bool:
    return is_author(user, sheet) and sheet.review == WorkflowState.STATUS_IN_PROGRESS


def can_delete_sheet_draft(user, sheet) -> bool:
    """Only a coordinator removes a sheet that was ever published, because others may link to it."""
    return can_edit_sheet(user, sheet) and not sheet.live and sheet.first_published_at is None


def can_review_sheet(user, sheet) -> bool:
    return can_write_sheets(user) and page_permission_policy.user_has_permission_for_instance(user, "publish", sheet)


def can_see_sheet_draft(user, sheet) -> bool:
    """True for the author and for those who may publish it. Matches `SheetPageQuerySet.drafts_visible_to`."""
    return is_author(user, sheet) or can_review_sheet(user, sheet)


def can_see_document(user, document) -> bool:
    """A document uploaded with a sheet becomes public when a published sheet contains it; all others are public."""
    return not SheetUpload.objects.hidden_from(user).filter(pk=document.pk).exists()
