"""The queue of proposals, and the decision on one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.organisations.actions import (
    ConcurrentChange,
    NoLongerPossible,
    ProposalAlreadyDecided,
    accept_proposal,
    refuse_proposal,
    withdraw_proposal,
)
from community.organisations.changes import describe_changes, fingerprint, snapshot
from community.organisations.enums import ProposalStatus
from community.organisations.forms import ProposalDecisionForm, QueueForm
from community.organisations.models import ChangeProposal
from community.organisations.permissions import can_edit_organisation, can_withdraw_proposal
from website.accounts.permissions import sign_in_required
from website.core.filters import numbered_page, page_number
from website.core.views import missing_is_404

PER_PAGE = 20


@require_safe
@sign_in_required
def my_proposals(request):
    """List the proposals that the user made or decides on, pending ones first."""
    form, number = QueueForm(request.GET), page_number(request.GET)
    rows = ChangeProposal.objects.visible_to(request.user).for_queue()
    status = form.cleaned_data["status"] if form.is_valid() else ""
    page = numbered_page(rows.filter(status=status) if status else rows, PER_PAGE, number)
    querystring = f"?{urlencode({'status': status})}&" if status else "?"
    context = {"form": form, "page": page, "querystring": querystring, "is_filtered": bool(status)}
    return TemplateResponse(request, "organisations/proposals.html", context, status=200 if form.is_valid() else 400)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def proposal(request, pk):
    rows = ChangeProposal.objects.visible_to(request.user).select_related("organisation", "author", "decided_by")
    found = get_object_or_404(rows, pk=pk)
    can_decide = can_edit_organisation(request.user, found.organisation)
    form, status = ProposalDecisionForm(), 200
    if request.method == "POST":
        if not can_decide:
            raise PermissionDenied
        form, status = ProposalDecisionForm(request.POST), 400
        if form.is_valid():
            response = _decide(request, found, form)
            if response is not None:
                return response
            status = 409
    current = snapshot(found.organisation)
    context = {
        "proposal": found,
        "form": form,
        "seen": fingerprint({name: current[name] for name in found.changes}),
        "table": describe_changes(found.changes, current if found.is_pending else _values_before(found)),
        "can_decide": can_decide and found.is_pending,
        "can_withdraw": can_withdraw_proposal(request.user, found),
    }
    return TemplateResponse(request, "organisations/proposal.html", context, status=status)


@sign_in_required
@require_POST
@missing_is_404
def proposal_withdraw(request, pk):
    rows = ChangeProposal.objects.visible_to(request.user).select_related("organisation", "author", "decided_by")
    found = get_object_or_404(rows, pk=pk)
    try:
        withdraw_proposal(request.user, found)
        messages.success(request, _("Your proposal is withdrawn."))
    except ProposalAlreadyDecided:
        found.refresh_from_db()
        messages.warning(request, _decided_message(found))
    return redirect(found)


def _decide(request, found: ChangeProposal, form: ProposalDecisionForm):
    """Store the decision and return a redirect, or None if the user has to look at the proposal again."""
    answer = form.cleaned_data["answer"]
    try:
        if form.cleaned_data["decision"] == form.ACCEPT:
            accept_proposal(request.user, found, seen=form.cleaned_data["seen"], answer=answer)
            messages.success(request, _("Proposal accepted. The entry is updated."))
        else:
            refuse_proposal(request.user, found, answer=answer)
            messages.success(request, _("Proposal refused. The entry is unchanged."))
    except ProposalAlreadyDecided:
        found.refresh_from_db()
        messages.warning(request, _decided_message(found))
    except ConcurrentChange:
        words = _("Not accepted yet. The entry has changed since you opened this page. Please check it again.")
        messages.warning(request, words)
        return None
    except NoLongerPossible as error:
        words = _("The proposal can no longer be accepted as it is.")
        messages.error(request, f"{words} {' '.join(error.problems)}")
        return None
    return redirect(found)


def _decided_message(found: ChangeProposal) -> str:
    words = {
        ProposalStatus.ACCEPTED: _("%(name)s decided first and accepted this proposal."),
        ProposalStatus.REFUSED: _("%(name)s decided first and refused this proposal."),
        ProposalStatus.WITHDRAWN: _("%(name)s has already withdrawn this proposal."),
    }
    return words[found.status_choice] % {"name": found.decided_by or _("Someone else")}


def _values_before(found: ChangeProposal) -> dict:
    """Return the old values, so that a decided proposal is shown independently of later changes."""
    return {name: change["before"] for name, change in found.changes.items()}
