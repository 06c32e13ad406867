"""The moderators' queue, and one thing with all that is known of it."""

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

EARLIER = 20


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
    """A thing with what stands around it, its reports and earlier decisions, and the form that decides."""
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
    context = {"form": form, "trail": trail(), **_known(request.user, subject, thing, found)}
    return TemplateResponse(request, "moderation/case.html", context, status=400 if form.errors else 200)


def trail() -> list[dict]:
    return [{"title": _("Moderation"), "url": reverse("moderation")}]


def _decide(request, thing, form):
    """To the queue once it is done; nowhere where somebody was first."""
    try:
        decide(request.user, thing, form.choice, seen=form.cleaned_data["seen"])
    except AlreadyDecided as error:
        messages.warning(request, too_late(error.decision))
    except ActionNotPossible:
        messages.warning(request, _("It has changed meanwhile: see where it stands now. Nothing was decided."))
    else:
        messages.success(request, _("Decided. Whoever is concerned is told by mail."))
        return redirect("moderation")
    return None


def too_late(decision: Decision | None) -> str:
    """Who decided, when, and how."""
    if decision is None:
        return _("It was decided on at the same moment: see where it stands now.")
    words = _("%(name)s was first, on %(moment)s: %(decision)s. Nothing was changed by you.")
    name = decision.moderator.display_name if decision.moderator else _("Another moderator")
    moment = date_format(localtime(decision.decided_at), "DATETIME_FORMAT")
    return words % {"name": name, "moment": moment, "decision": decision.act.done}


def _known(user, subject, thing, found: Case | None) -> dict:
    person = subject.person(thing)
    about = Decision.objects.about(person) if person else Decision.objects.none()
    return {
        "preview": subject.preview(thing),
        "standing": subject.standing(thing),
        "neighbours": subject.neighbours(thing),
        "case": found,
        "reports": found.reports.select_related("reporter", "decision") if found else [],
        "decisions": found.decisions.with_people() if found else [],
        "earlier": about.exclude(case=found).seen_by(user).with_people()[:EARLIER],
        "suspensions": Suspension.objects.in_force().filter(user=person) if person else [],
    }
