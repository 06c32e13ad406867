"""Who may do what with a sheet. Members write on the site and have no rights in the CMS: its own page permission
testers would refuse them everything, so the actions skip those and ask here instead."""

from wagtail.models import WorkflowState
from wagtail.permissions import page_permission_policy

from experiences.sheets.models import SheetUpload


def can_write_sheets(user) -> bool:
    return user.is_authenticated and user.is_active


def is_author(user, sheet) -> bool:
    """The twin of `SheetPageQuerySet.written_by`."""
    return can_write_sheets(user) and sheet.owner_id == user.pk and sheet.is_original


def can_edit_sheet(user, sheet) -> bool:
    """Its author, unless a coordinator is reading it; the twin of `SheetPageQuerySet.editable_by`."""
    return is_author(user, sheet) and not sheet.locked and sheet.review != WorkflowState.STATUS_IN_PROGRESS


def can_submit_sheet(user, sheet) -> bool:
    return can_edit_sheet(user, sheet) and sheet.has_unpublished_changes


def can_withdraw_sheet(user, sheet) -> bool:
    return is_author(user, sheet) and sheet.review == WorkflowState.STATUS_IN_PROGRESS


def can_delete_sheet_draft(user, sheet) -> bool:
    """What has been published is a coordinator's to remove: others may have linked to it."""
    return can_edit_sheet(user, sheet) and not sheet.live and sheet.first_published_at is None


def can_review_sheet(user, sheet) -> bool:
    return can_write_sheets(user) and page_permission_policy.user_has_permission_for_instance(user, "publish", sheet)


def can_see_sheet_draft(user, sheet) -> bool:
    """Its author and those who may publish it; the twin of `SheetPageQuerySet.drafts_visible_to`."""
    return is_author(user, sheet) or can_review_sheet(user, sheet)


def can_see_document(user, document) -> bool:
    """Everybody sees the library's documents; one that came in with a sheet only once a published sheet shows it."""
    return not SheetUpload.objects.hidden_from(user).filter(pk=document.pk).exists()
