"""The link of an invitation: accept it, or ask for a new link."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.joining.actions.invitations import HasAccount, InvitationClosed, accept_invitation, send_link
from community.joining.forms import InvitationForm
from community.joining.models import Invitation
from website.accounts.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Show the form and create the account.

    Only POST uses up the invitation, because mail scanners follow links as well.
    """
    found, response = _find_usable(request, token)
    if response is not None:
        return response
    initial = {name: getattr(found, name) for name in ("first_name", "last_name", "language")}
    form = InvitationForm(request.POST if request.method == "POST" else None, email=found.email, initial=initial)
    if not form.is_valid():
        context = {"form": form, "invitation": found}
        return TemplateResponse(request, "joining/accept.html", context, status=400 if form.is_bound else 200)
    data = {name: value for name, value in form.cleaned_data.items() if name != "password_again"}
    try:
        user = accept_invitation(found, **data)
    except HasAccount:
        return _has_account(request)
    except InvitationClosed:
        return _find_usable(request, token)[1] or redirect(request.path)
    with override(user.language):
        response = perform_login(request, user, redirect_url=reverse("my_profile"))
        list(messages.get_messages(request))  # discard allauth's message, as the next one replaces it
        messages.success(
            request, _("Welcome! This is your directory entry. Tell others what they can contact you about.")
        )
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_again(request, token):
    """Mail a new link to the invited address if the link has expired."""
    uuid = Invitation.uuid_from_token(token)
    found = uuid and Invitation.objects.open().filter(uuid=uuid).first()
    if request.method != "POST" or not found or not found.is_expired:
        return redirect("invitation", token)
    if not ratelimit.consume(request, action="join", key=found.email):
        return ratelimit.respond_429(request)
    try:
        send_link(found)
    except InvitationClosed:
        return redirect("invitation", token)
    return TemplateResponse(request, "joining/sent_again.html")


def _find_usable(request, token: str):
    """Return the invitation of a link and None, or None and a response that states why it cannot be used."""
    uuid = Invitation.uuid_from_token(token)
    found = Invitation.objects.filter(uuid=uuid).first() if uuid else None
    if uuid is None:
        return None, _closed(request, "altered", 404)
    if found is None or found.withdrawn_at:
        return None, _closed(request, "replaced" if found is None else "withdrawn", 410)
    if found.used_at:
        return None, _closed(request, "used", 410)
    if User.objects.filter(email=found.email).exists():
        return None, _has_account(request)
    if found.is_expired:
        return None, _closed(request, "expired", 410, token=token)
    if request.user.is_authenticated:
        return None, _closed(request, "signed_in", 409)
    return found, None


def _has_account(request):
    return _closed(request, "has_account", 409)


def _closed(request, reason: str, status: int, **context):
    return TemplateResponse(request, "joining/closed.html", {"reason": reason, **context}, status=status)
