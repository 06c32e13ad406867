"""The steps between a draft and its review, as buttons on the page of a sheet."""

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
    sheet = _own(request, pk)
    if request.method != "POST":
        return redirect("sheet", pk)
    if not permissions.can_submit_sheet(request.user, sheet):
        return _too_late(request, sheet)
    try:
        actions.submit_sheet(request.user, sheet)
    except actions.IncompleteSheet as error:
        words = " ".join(error.missing.values())
        messages.error(request, _("Not sent yet, something is missing.") + f" {words}")
        return redirect("sheet_edit", pk)
    except actions.NoReview:
        messages.error(request, _("Nobody reviews sheets at the moment. Please tell a coordinator."))
        return redirect("sheet", pk)
    thanks = _("Thank you. The coordinators have been told; you will get a mail once they have read it.")
    messages.success(request, thanks)
    return redirect("sheet", pk)


@sign_in_required
def sheet_withdraw(request, pk):
    sheet = _own(request, pk)
    if request.method != "POST":
        return redirect("sheet", pk)
    if not permissions.can_withdraw_sheet(request.user, sheet):
        return _too_late(request, sheet)
    actions.withdraw_sheet(request.user, sheet)
    messages.success(request, _("You have it back: it is a draft again."))
    return redirect("sheet", pk)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_delete(request, pk):
    """Asks first; deletes a draft that was never published."""
    sheet = _own(request, pk)
    if not permissions.can_delete_sheet_draft(request.user, sheet):
        return _too_late(request, sheet)
    if request.method != "POST":
        return TemplateResponse(request, "sheets/delete.html", {"sheet": sheet})
    actions.delete_sheet_draft(request.user, sheet)
    messages.success(request, _("The draft “%(title)s” is deleted.") % {"title": sheet.draft_title})
    return redirect("my_sheets")


def _own(request, pk) -> SheetPage:
    return get_object_or_404(SheetPage.objects.written_by(request.user), pk=pk)


def _too_late(request, sheet):
    """The button was there when the page was loaded; since then somebody has acted."""
    messages.warning(request, _("This is no longer possible: see where the sheet stands now."))
    return redirect("sheet", sheet.pk)
