"""A member's list of their own sheets, and the pages of one draft."""

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from experiences.sheets import permissions
from experiences.sheets.models import SheetPage
from experiences.sheets.querysets import history_of, latest_draft
from experiences.sheets.validators import missing_for_review
from website.accounts.permissions import sign_in_required
from website.core.filters import numbered_page, page_number

PER_PAGE = 20


@require_safe
@sign_in_required
def my_sheets(request):
    """List the member's sheets with their status."""
    rows = SheetPage.objects.written_by(request.user).for_own_list()
    page = numbered_page(rows, PER_PAGE, page_number(request.GET))
    return TemplateResponse(request, "sheets/my_sheets.html", {"sheets": page})


@require_safe
@sign_in_required
def sheet(request, pk):
    """Show the status of a sheet, its history, the available actions and the draft."""
    saved = _get_visible_sheet(request.user, pk)
    draft = latest_draft(saved)
    user = request.user
    context = {
        "sheet": saved,
        "draft": draft,
        "history": history_of(saved),
        "missing": missing_for_review(draft),
        "can_edit": permissions.can_edit_sheet(user, saved),
        "can_submit": permissions.can_submit_sheet(user, saved),
        "can_withdraw": permissions.can_withdraw_sheet(user, saved),
        "can_delete": permissions.can_delete_sheet_draft(user, saved),
        "can_review": permissions.can_review_sheet(user, saved),
    }
    return TemplateResponse(request, "sheets/sheet.html", context)


@require_safe
@sign_in_required
def sheet_preview(request, pk):
    """Show the latest draft the way readers would see it."""
    draft = latest_draft(_get_visible_sheet(request.user, pk))
    context = {**draft.get_context(request), "is_preview": True}
    return TemplateResponse(request, draft.get_template(request), context)


def _get_visible_sheet(user, pk) -> SheetPage:
    return get_object_or_404(SheetPage.objects.drafts_visible_to(user).for_page().with_status(), pk=pk)
