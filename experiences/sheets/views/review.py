"""Views for the buttons on the status page of a sheet."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from experiences.sheets import actions, permissions
from experiences.sheets.models import SheetPage
from website.accounts.permissions import sign_in_required


@sign_in_required
def sheet_submit(request, pk):
    sheet = _get_own_sheet(request, pk)
    if request.method != "POST":
        return redirect("sheet", pk)
    if not permissions.can_submit_sheet(request.user, sheet):
        return _no_longer_possible(request, sheet)
    try:
        actions.submit_sheet(request.user, sheet)
    except actions.IncompleteSheet as error:
        missing = " ".join(error.missing.values())
        messages.error(request, _("Not sent yet: some information is missing.") + f" {missing}")
        return redirect("sheet_edit", pk)
    except actions.NoReview:
        messages.error(request, _("Nobody is available to review sheets at the moment. Contact a coordinator."))
        return redirect("sheet", pk)
    thanks = _("Thank you. We have told the coordinators. We will email you when they have reviewed the sheet.")
    messages.success(request, thanks)
    return redirect("sheet", pk)


@sign_in_required
def sheet_withdraw(request, pk):
    sheet = _get_own_sheet(request, pk)
    if request.method != "POST":
        return redirect("sheet", pk)
    if not permissions.can_withdraw_sheet(request.user, sheet):
        return _no_longer_possible(request, sheet)
    actions.withdraw_sheet(request.user, sheet)
    messages.success(request, _("The sheet is withdrawn from review. It is a draft again."))
    return redirect("sheet", pk)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_delete(request, pk):
    """Ask for confirmation, then delete a draft that was never published."""
    sheet = _get_own_sheet(request, pk)
    if not permissions.can_delete_sheet_draft(request.user, sheet):
        return _no_longer_possible(request, sheet)
    if request.method != "POST":
        return TemplateResponse(request, "sheets/delete.html", {"sheet": sheet})
    actions.delete_sheet_draft(request.user, sheet)
    messages.success(request, _("The draft “%(title)s” is deleted.") % {"title": sheet.draft_title})
    return redirect("my_sheets")


def _get_own_sheet(request, pk) -> SheetPage:
    return get_object_or_404(SheetPage.objects.written_by(request.user), pk=pk)


def _no_longer_possible(request, sheet):
    """Redirect to the status page: somebody else has acted since the button was shown."""
    messages.warning(request, _("This is no longer possible. Check the current status of the sheet."))
    return redirect("sheet", sheet.pk)
