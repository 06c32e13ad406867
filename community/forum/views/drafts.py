"""What one has begun to write: kept while one types, or when one says so, and thrown away."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.forum.actions.drafting import drop_draft, keep_draft
from community.forum.forms import DraftForm
from website.accounts.permissions import sign_in_required

_ROUTES = {"topic": "discussion_reply", "post": "post_edit"}


@require_POST
@sign_in_required
def draft_save(request):
    """Script is answered without words; whoever presses the button is led back to what they wrote."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return TemplateResponse(request, "forum/draft_refused.html", {"form": form}, status=400)
    fields = form.cleaned_data
    keep_draft(request.user, fields["draft"], title=fields["title"], body=fields["body"])
    if fields["by_script"]:
        return HttpResponse(status=204)
    messages.success(request, _("Your draft is kept for thirty days: you find it here again."))
    return redirect(_form_of(fields["draft"], request))


@require_POST
@sign_in_required
def draft_drop(request):
    form = DraftForm(request.POST)
    if not form.is_valid():
        return TemplateResponse(request, "forum/draft_refused.html", {"form": form}, status=400)
    drop_draft(request.user, form.cleaned_data["draft"])
    messages.success(request, _("Your draft is thrown away."))
    return redirect(_form_of(form.cleaned_data["draft"], request))


def _form_of(key: str, request) -> str:
    """Where it is written; what a new topic hangs on stands in the address."""
    if key == "new":
        query = request.GET.urlencode()
        return reverse("discussion_new") + (f"?{query}" if query else "")
    kind, number = re.fullmatch(r"(topic|post)-(\d+)", key).groups()
    return reverse(_ROUTES[kind], args=[int(number)]) + ("#answer" if kind == "topic" else "")
