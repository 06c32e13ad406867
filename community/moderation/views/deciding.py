"""The moderators' queue, and the page of a case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.moderation import registry
from community.moderation.actions.deciding import ActionNotPossible, AlreadyDecided, decide, possible
from community.moderation.forms import ModerationDecisionForm
from community.moderation.listings import QUEUE
from community.moderation.models import Case, Complaint, Decision, Suspension
from community.moderation.permissions import can_decide, may_write, moderates, reviews
from website.accounts.permissions import sign_in_required
from website.core.views import missing_is_404

MAX_EARLIER = 20


@sign_in_required
@require_safe
def queue(request):
    if not (moderates(request.user) and may_write(request.user)):
        raise PermissionDenied
    bound = QUEUE.bind(request)
    context = {"bound": bound, "reviews": reviews(request.user)}
    if context["reviews"]:
        context["complaints"] = Complaint.objects.open().reviewable_by(request.user).count()
    return TemplateResponse(request, "moderation/queue.html", context, status=200 if bound.is_valid else 400)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def case(request, kind, pk):
    """Show a thing in its context with its reports and earlier decisions, and process the decision form."""
    subject = registry.subject_named(kind)
    thing = get_object_or_404(subject.things(), pk=pk)
    if not can_decide(request.user, thing):
        raise Http404
    found = Case.objects.of(thing).first()
    form = ModerationDecisionForm(
        request.POST if request.method == "POST" else None,
        verbs=possible(thing, found),
        may_suspend_everywhere=reviews(request.user),
        initial={
            "text": subject.text_for_editing(request.user, thing),
            "seen": found.last_decision_id if found else None,
        },
    )
    if form.is_valid():
        return _decide(request, thing, form) or redirect("moderation_case", kind, pk)
    context = {"form": form, "trail": queue_breadcrumbs(), **_case_context(request.user, subject, thing, found)}
    return TemplateResponse(request, "moderation/case.html", context, status=400 if form.errors else 200)


def queue_breadcrumbs() -> list[dict]:
    return [{"title": _("Moderation"), "url": reverse("moderation")}]


def _decide(request, thing, form):
    """Decide and redirect to the queue. Return None after a message if the decision failed."""
    try:
        decide(request.user, thing, form.choice, seen=form.cleaned_data["seen"])
    except AlreadyDecided as error:
        messages.warning(request, _already_decided_message(error.decision))
    except ActionNotPossible:
        messages.warning(
            request, _("This has changed since you opened it. Check it before you decide. Nothing was decided.")
        )
    else:
        messages.success(request, _("Your decision is saved. We will tell the person concerned by email."))
        return redirect("moderation")
    return None


def _already_decided_message(decision: Decision | None) -> str:
    if decision is None:
        return _("Someone else decided at the same time. See the decision below.")
    words = _("%(name)s decided first, on %(moment)s: %(decision)s. Your decision was not saved.")
    name = decision.moderator.display_name if decision.moderator else _("Another moderator")
    moment = date_format(localtime(decision.decided_at), "DATETIME_FORMAT")
    return words % {"name": name, "moment": moment, "decision": decision.act.done}


def _case_context(user, subject, thing, found: Case | None) -> dict:
    person = subject.person(thing)
    about = Decision.objects.about(person) if person else Decision.objects.none()
    return {
        "preview": subject.preview(thing),
        "state": subject.standing(thing),
        "neighbours": subject.neighbours(thing),
        "case": found,
        "reports": found.reports.select_related("reporter", "decision") if found else [],
        "decisions": found.decisions.with_people() if found else [],
        "earlier": about.exclude(case=found).visible_to(user).with_people()[:MAX_EARLIER],
        "suspensions": Suspension.objects.in_force().filter(user=person) if person else [],
    }
