"""The views in which members write sheets."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Locale

from experiences.sheets.actions import StaleSheet, create_sheet, save_sheet_draft
from experiences.sheets.forms import IntentForm, NewSheetForm, SheetForm
from experiences.sheets.models import SheetPage
from experiences.sheets.permissions import can_edit_sheet
from experiences.sheets.querysets import latest_draft
from experiences.sheets.views.review import sheet_submit
from website.accounts.permissions import sign_in_required

CONFLICT = 409
REFUSED = 400
UNDER_REVIEW = gettext_lazy("The coordinators are reviewing this sheet. Withdraw it from review to edit it.")


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_new(request):
    """Write a new sheet. Nothing is stored before the form is submitted."""
    sheet = SheetPage(locale=Locale.objects.get(language_code=get_language()), organisation=_employer(request.user))
    return _handle_form(request, NewSheetForm, sheet)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_edit(request, pk):
    """Edit the latest draft of one of the member's sheets.

    While it is under review nothing is saved, but a submitted form is shown again with everything that was typed.
    """
    saved = get_object_or_404(SheetPage.objects.written_by(request.user).for_page().with_status(), pk=pk)
    if can_edit_sheet(request.user, saved):
        return _handle_form(request, SheetForm, latest_draft(saved))
    messages.warning(request, UNDER_REVIEW)
    if request.method != "POST":
        return redirect("sheet", pk)
    form = SheetForm(request.POST, request.FILES, instance=latest_draft(saved), author=request.user)
    form.is_valid()
    form.store_files()
    return _form_page(request, form, status=CONFLICT)


def _handle_form(request, form_class, sheet):
    if request.method != "POST":
        return _form_page(request, form_class(instance=sheet, author=request.user))
    form = form_class(request.POST, request.FILES, instance=sheet, author=request.user)
    intent = IntentForm(request.POST)
    is_valid = form.is_valid()
    form.store_files()
    if is_valid:
        sheet = form.save(commit=False)
        is_valid = not intent.asks_for("submit") or form.is_complete()
    if not is_valid:
        return _form_page(request, form, status=REFUSED)
    try:
        _save(request.user, form, sheet)
    except StaleSheet as error:
        form.set_base_revision(error.current.latest_revision_id)
        return _form_page(request, form, status=CONFLICT, newer=error.current)
    except PermissionDenied:
        messages.warning(request, UNDER_REVIEW)
        return _form_page(request, form, status=CONFLICT)
    return _redirect_after_save(request, intent, sheet)


def _save(author, form, sheet: SheetPage) -> None:
    if sheet.pk:
        save_sheet_draft(author, sheet, based_on=form.cleaned_data["revision"] or 0)
    else:
        create_sheet(author, sheet, form.cleaned_data["language"])


def _redirect_after_save(request, intent, sheet):
    if intent.asks_for("submit"):
        return sheet_submit(request, sheet.pk)
    moment = date_format(timezone.localtime(), "TIME_FORMAT")
    saved = _("Draft saved at %(time)s. Only you and the coordinators can see it.") % {"time": moment}
    messages.success(request, saved)
    return redirect("sheet_preview" if intent.asks_for("preview") else "sheet_edit", sheet.pk)


def _form_page(request, form, *, status=200, newer=None):
    context = {"form": form, "sheet": form.instance, "newer": newer}
    return TemplateResponse(request, "sheets/form.html", context, status=status)


def _employer(user):
    """Return the organisation of the user's directory entry, if any. The members app is in a higher layer."""
    return getattr(getattr(user, "member", None), "organisation", None)
