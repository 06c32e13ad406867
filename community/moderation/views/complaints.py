"""The statement of reasons with its complaint form, and the coordinators' review of complaints."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.moderation.actions.complaints import AlreadyReviewed, contest, review
from community.moderation.forms import ComplaintForm, ReviewForm
from community.moderation.models import Complaint, Decision
from community.moderation.permissions import can_contest, can_review, reviews
from community.moderation.statements import deadline, statement, ways_to_contest
from community.moderation.views.deciding import queue_breadcrumbs
from website.accounts.permissions import sign_in_required
from website.core.filters import numbered_page, page_number
from website.core.views import missing_is_404

PER_PAGE = 20


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def decision(request, pk):
    """Show the statement of reasons and the complaint form to the person concerned only."""
    rows = Decision.objects.about(request.user).select_related("case")
    found = get_object_or_404(rows, pk=pk)
    form = None
    if can_contest(request.user, found):
        form = ComplaintForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            contest(request.user, found, **form.cleaned_data)
            messages.success(request, _("We have received your complaint. We will tell you the outcome."))
            return redirect(found)
    context = {
        "decision": found,
        "rows": statement(found),
        "ways": ways_to_contest(found) if found.act.restricts else [],
        "deadline": deadline(found),
        "form": form,
        "complaint": found.complaints.filter(report=None).first(),
    }
    status = 400 if request.method == "POST" else 200
    return TemplateResponse(request, "moderation/decision.html", context, status=status)


@sign_in_required
@require_safe
def complaints(request):
    if not reviews(request.user):
        raise PermissionDenied
    rows = Complaint.objects.reviewable_by(request.user).with_card().in_queue_order()
    context = {"complaints": numbered_page(rows, PER_PAGE, page_number(request.GET)), "trail": queue_breadcrumbs()}
    return TemplateResponse(request, "moderation/complaints.html", context)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def complaint(request, pk):
    found = get_object_or_404(Complaint.objects.reviewable_by(request.user).with_card(), pk=pk)
    if not can_review(request.user, found):
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if found.is_open and form.is_valid():
        try:
            review(request.user, found, **form.cleaned_data)
            messages.success(request, _("Your decision is saved. We will tell the person who complained by email."))
        except AlreadyReviewed as error:
            messages.warning(request, _already_reviewed_message(error.complaint))
        return redirect("complaint", pk)
    if request.method == "POST" and not found.is_open:
        messages.warning(request, _already_reviewed_message(found))
        return redirect("complaint", pk)
    context = {
        "complaint": found,
        "rows": statement(found.decision),
        "form": form if found.is_open else None,
        "trail": [*queue_breadcrumbs(), {"title": _("Complaints"), "url": reverse("complaints")}],
    }
    return TemplateResponse(request, "moderation/complaint.html", context, status=400 if form.errors else 200)


def _already_reviewed_message(found: Complaint) -> str:
    words = _("%(name)s decided first: %(answer)s. Your decision was not saved.")
    name = found.reviewer.display_name if found.reviewer else _("Another coordinator")
    answer = _("the decision is upheld") if found.stands else _("the decision was reversed")
    return words % {"name": name, "answer": answer}
