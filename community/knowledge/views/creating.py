"""The form that creates a text from a topic, and the pages that show who has agreed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.forum.models import ForumPage
from community.forum.views.topics import get_visible_topic
from community.knowledge.actions import create_text, mark_removed
from community.knowledge.candidate_posts import MAX_CANDIDATES
from community.knowledge.forms import KnowledgeForm, MarkRemovedForm
from community.knowledge.models import Provenance
from community.knowledge.permissions import kinds_for
from website.accounts.permissions import sign_in_required
from website.core.filters import numbered_page, page_number
from website.core.sections import breadcrumbs_to
from website.core.views import missing_is_404

PER_PAGE = 20


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def create(request, pk):
    """Show and process the form for the kind of text and the posts to use."""
    topic = get_visible_topic(request, pk)
    if topic.merged_into_id:
        return redirect("discussion_knowledge", topic.merged_into_id)
    if not kinds_for(request.user, topic):
        raise PermissionDenied
    form = KnowledgeForm(request.POST if request.method == "POST" else None, topic=topic, creator=request.user)
    if form.is_valid():
        try:
            created = create_text(request.user, topic, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("posts", error)
        else:
            _add_messages(request, created)
            return redirect(created.provenance.edit_url_for(request.user))
    context = {
        "topic": topic,
        "form": form,
        "is_selection": topic.post_count > MAX_CANDIDATES,
        "trail": [*breadcrumbs_to(ForumPage), {"title": topic.title, "url": topic.get_absolute_url()}],
    }
    return TemplateResponse(request, "knowledge/create.html", context, status=400 if form.errors else 200)


def _add_messages(request, created) -> None:
    messages.success(
        request,
        _(
            "Your draft is ready. We have asked the authors of the posts for their consent. We will tell you if "
            "someone declines."
        ),
    )
    if created.left_out:
        numbers = ", ".join(str(post.position) for post in created.left_out)
        words = _("The text is full. These posts were not included: %(numbers)s.") % {"numbers": numbers}
        messages.warning(request, words)


@require_safe
@sign_in_required
def my_knowledge(request):
    """List the texts that the reader manages, those that need a removal first."""
    rows = (
        Provenance.objects.managed_by(request.user)
        .with_consent_status()
        .removals_first()
        .with_page()
        .select_related("topic")
    )
    context = {"page": numbered_page(rows, PER_PAGE, page_number(request.GET))}
    return TemplateResponse(request, "knowledge/my_knowledge.html", context)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def knowledge(request, pk):
    """Show the contributions of a text and their answers to those who manage it."""
    rows = Provenance.objects.managed_by(request.user).with_consent_status().with_page().select_related("topic__board")
    provenance = get_object_or_404(rows, pk=pk)
    form = MarkRemovedForm(request.POST if request.method == "POST" else None, provenance=provenance)
    if form.is_valid():
        mark_removed(request.user, form.cleaned_data["contribution"])
        messages.success(request, _("Thank you. This contribution no longer prevents publication."))
        return redirect(provenance)
    rows = provenance.contributions.select_related("user__member").prefetch_related("posts").order_by("pk")
    context = {
        "provenance": provenance,
        "contributions": rows,
        "form": form,
        "edit_url": provenance.edit_url_for(request.user),
    }
    return TemplateResponse(request, "knowledge/knowledge.html", context, status=400 if form.errors else 200)
