from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from website.accounts.permissions import sign_in_required
from website.core import personal_data
from website.privacy import actions
from website.privacy.forms import ErasureForm
from website.privacy.models import DataExport
from website.privacy.permissions import can_erase_account, can_fetch_export


@require_safe
def public_register(request):
    """Show to everybody which personal data is stored, why, and for how long."""
    return TemplateResponse(request, "privacy/register.html", {"holdings": personal_data.all_holdings()})


@require_safe
@sign_in_required
def my_data(request):
    """Show the user's exports, with actions to export and erase."""
    exports = DataExport.objects.of(request.user)
    return TemplateResponse(request, "privacy/my_data.html", {"exports": exports})


@require_POST
@sign_in_required
def export_new(request):
    actions.request_export(request.user)
    return redirect("my_data")


@require_safe
@sign_in_required
def export(request, pk):
    """Download the zip file. Only for its owner."""
    found = get_object_or_404(DataExport.objects.of(request.user), pk=pk)
    if not can_fetch_export(request.user, found):
        raise Http404
    name = f"{found.created_at:%Y-%m-%d}.zip"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
@reauthentication_required
def erase_account(request):
    """Show what is erased and what remains; erase the account once confirmed."""
    if not can_erase_account(request.user):
        raise PermissionDenied
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "holdings": personal_data.all_holdings()}
        return TemplateResponse(request, "privacy/erase.html", context, status=400 if form.errors else 200)
    actions.erase_account(request.user, wants_removal=form.cleaned_data["wants_removal"], by=request.user)
    logout(request)
    messages.success(request, _("Your account is erased. Thank you for your contributions."))
    return redirect("personal_data")
