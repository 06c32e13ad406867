"""Pages on which coordinators list, send, renew and withdraw invitations."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.joining.actions.invitations import InvitationClosed, send_link, withdraw_invitation
from community.joining.actions.lists import invite_list
from community.joining.forms import InviteForm
from community.joining.listings import INVITATIONS
from community.joining.models import Invitation
from community.joining.permissions import can_handle_requests
from website.accounts.permissions import sign_in_required


@sign_in_required
@require_safe
def invitations(request):
    if not can_handle_requests(request.user):
        raise PermissionDenied
    bound = INVITATIONS.bind(request)
    return TemplateResponse(
        request, "joining/invitations.html", {"bound": bound}, status=200 if bound.is_valid else 400
    )


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    if not can_handle_requests(request.user):
        raise PermissionDenied
    form = InviteForm(request.POST if request.method == "POST" else None)
    trail = [{"title": _("Invitations"), "url": reverse("invitations")}]
    if form.is_valid():
        fields = dict(form.cleaned_data)
        lines = invite_list(fields.pop("addresses"), coordinator=request.user, **fields)
        return TemplateResponse(request, "joining/report.html", {"lines": lines, "trail": trail})
    context = {"form": form, "trail": trail}
    return TemplateResponse(request, "joining/invite.html", context, status=400 if form.is_bound else 200)


@sign_in_required
def invite_again(request, pk):
    found = _found(request, pk)
    if request.method == "POST":
        _attempt(request, lambda: send_link(found), _("We have sent a new invitation."))
    return redirect("invitations")


@sign_in_required
def withdraw(request, pk):
    found = _found(request, pk)
    if request.method == "POST":
        _attempt(request, lambda: withdraw_invitation(found, request.user), _("The invitation is withdrawn."))
    return redirect("invitations")


def _found(request, pk) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user).select_related("mail"), pk=pk)


def _attempt(request, action, done: str) -> None:
    try:
        action()
    except InvitationClosed:
        messages.warning(request, _("This invitation was used or withdrawn before you sent this."))
    else:
        messages.success(request, done)
