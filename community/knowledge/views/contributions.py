"""The pages where authors see the texts that use their posts, and answer whether they agree."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.forum.permissions import can_see_topic
from community.knowledge.actions import answer_contribution
from community.knowledge.forms import AnswerForm
from community.knowledge.models import Contribution
from community.members.enums import Visibility
from website.accounts.permissions import sign_in_required
from website.core.filters import numbered_page, page_number
from website.core.views import missing_is_404

PER_PAGE = 20


@require_safe
@sign_in_required
def my_contributions(request):
    """List the texts that use posts of the reader, those without an answer first."""
    rows = Contribution.objects.of(request.user).with_card().unanswered_first()
    context = {"page": numbered_page(rows, PER_PAGE, page_number(request.GET))}
    return TemplateResponse(request, "knowledge/my_contributions.html", context)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def my_contribution(request, pk):
    """Show one text, the reader's posts in it, and the form that asks whether they agree."""
    contribution = get_object_or_404(Contribution.objects.of(request.user).with_card(), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": contribution.answer})
    if form.is_valid():
        answer_contribution(request.user, contribution, form.cleaned_data["answer"])
        messages.success(request, _("Thank you. Your choice is saved. You can change it here at any time."))
        return redirect(contribution)
    provenance = contribution.provenance
    context = {
        "contribution": contribution,
        "provenance": provenance,
        "form": form,
        "posts": contribution.posts.select_related("topic__board").as_seen_at(Visibility.MEMBERS).order_by("position"),
        "topic": provenance.topic if can_see_topic(request.user, provenance.topic) else None,
    }
    return TemplateResponse(request, "knowledge/my_contribution.html", context, status=400 if form.errors else 200)
