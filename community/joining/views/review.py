"""Pages on which coordinators decide on requests to join."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.joining.actions.invitations import InvitationClosed
from community.joining.actions.requests import AccountClosed, RequestAlreadyDecided, accept_request, refuse_request
from community.joining.enums import RequestStatus
from community.joining.forms import AcceptForm, RefuseForm
from community.joining.listings import JOIN_REQUESTS
from community.joining.models import Invitation, JoinRequest
from community.joining.permissions import can_handle_requests
from website.accounts.models import User
from website.accounts.permissions import sign_in_required


@sign_in_required
@require_safe
def join_requests(request):
    if not can_handle_requests(request.user):
        raise PermissionDenied
    bound = JOIN_REQUESTS.bind(request)
    return TemplateResponse(request, "joining/requests.html", {"bound": bound}, status=200 if bound.is_valid else 400)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_request(request, pk):
    """Show a request and the forms to accept and to refuse it. `decision` names the submitted form."""
    found = get_object_or_404(JoinRequest.objects.visible_to(request.user).with_card(), pk=pk)
    decision = request.POST.get("decision") if request.method == "POST" else None
    accept = AcceptForm(request.POST if decision == "accept" else None, prefix="accept", initial={"kind": found.kind})
    refuse = RefuseForm(request.POST if decision == "refuse" else None, prefix="refuse")
    sent = {"accept": accept, "refuse": refuse}.get(decision)
    if sent is not None and sent.is_valid():
        try:
            _decide(request, found, decision, sent.cleaned_data)
        except RequestAlreadyDecided as error:
            messages.warning(request, _decided_message(error.request))
        except AccountClosed:
            words = _("An account with this address was closed. An administrator can reopen it in the editing area.")
            messages.warning(request, words)
        except InvitationClosed:
            messages.warning(
                request, _("Someone else dealt with this request at the same time. Its current status is shown below.")
            )
        return redirect("join_request", pk)
    status = 200 if decision is None and request.method != "POST" else 400
    context = {"joining": found, "accept": accept, "refuse": refuse, "trail": trail(), **_address_context(found)}
    return TemplateResponse(request, "joining/request.html", {**context, "facts": _facts(found)}, status=status)


def trail() -> list[dict]:
    return [{"title": _("Membership requests"), "url": reverse("join_requests")}]


def _decide(request, found: JoinRequest, decision: str, data: dict) -> None:
    if decision == "refuse":
        refuse_request(found, request.user, **data)
        messages.success(
            request, _("Request refused. We have sent your message to %(name)s.") % {"name": found.full_name}
        )
    elif accept_request(found, request.user, **data):
        messages.success(
            request, _("Request accepted. We have sent the link to %(address)s.") % {"address": found.email}
        )
    else:
        words = _("Request accepted. %(address)s already has an account. We have sent an email about how to sign in.")
        messages.success(request, words % {"address": found.email})


def _decided_message(found: JoinRequest) -> str:
    """Return a message that states who decided, when and how."""
    words = {
        RequestStatus.ACCEPTED: _("%(name)s already accepted this request (%(moment)s)."),
        RequestStatus.REFUSED: _("%(name)s already refused this request (%(moment)s)."),
    }[RequestStatus(found.status)]
    name = found.decided_by.display_name if found.decided_by else _("Another coordinator")
    return words % {"name": name, "moment": date_format(localtime(found.decided_at), "DATETIME_FORMAT")}


def _address_context(found: JoinRequest) -> dict:
    """Return the account and the invitation of the address, which only coordinators may see."""
    return {
        "account": User.objects.filter(email=found.email).first(),
        "invitation": Invitation.objects.of(found.email).with_card().newest().first(),
    }


def _facts(found: JoinRequest) -> list[dict]:
    organisation = {"label": _("Organisation"), "value": found.organisation_name}
    if found.organisation:
        organisation["url"] = found.organisation.get_absolute_url()
    facts = [{"label": _("Email address"), "value": found.email, "url": f"mailto:{found.email}"}, organisation]
    if found.territory:
        territory = found.territory
        facts.append({"label": _("Territory"), "value": territory.name, "url": territory.get_absolute_url()})
    facts.append({"label": _("Language"), "value": found.get_language_display()})
    facts.append({"label": _("Requested on"), "value": date_format(localtime(found.created_at), "DATETIME_FORMAT")})
    return facts
