"""The follow button, the “What I follow” page and the settings of one follow."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.follows import subjects
from community.follows.actions import follows
from community.follows.forms import KindForm, PaceForm, ThingForm
from community.follows.models import Follow
from community.follows.permissions import can_follow
from community.follows.suggestions import suggestions
from website.accounts.permissions import sign_in_required
from website.core.filters import numbered_page, page_number
from website.core.sections import active_locale

PER_PAGE = 20


@require_POST
@sign_in_required
def follow(request):
    """Follow or unfollow a thing, then redirect to the page with the button."""
    form = ThingForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    thing = form.thing(active_locale())
    if thing is None:
        raise Http404
    if form.cleaned_data["act"] == form.UNFOLLOW:
        follows.unfollow(request.user, thing)
        messages.success(request, _("You no longer follow this."))
    elif not can_follow(request.user, thing):
        raise Http404
    else:
        _follow(request, thing)
    return redirect(_return_url(request, form.cleaned_data["back"]))


def _follow(request, thing) -> None:
    try:
        follows.follow(request.user, thing)
    except follows.TooManyFollows:
        words = _("You can follow up to %(number)s things. Unfollow one before you add another.")
        messages.error(request, words % {"number": follows.MAX_FOLLOWS})
    else:
        words = _("You now follow this. You can change how often you are notified under “What I follow”.")
        messages.success(request, words)


def _return_url(request, address: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours and address.startswith("/") else reverse("my_follows")


@require_safe
@sign_in_required
def my_follows(request):
    """List the user's follows, newest first, or suggestions if there are none."""
    form, number = KindForm(request.GET), page_number(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    rows = Follow.objects.of(request.user).with_outcome().select_related("user")
    page = numbered_page(rows.of_subject(subjects.subject_named(kind)) if kind else rows, PER_PAGE, number)
    subjects.load_titles(page.object_list)
    context = {
        "form": form,
        "page": page,
        "entries": [{"follow": row, "form": _pace_form(row)} for row in page.object_list],
        "querystring": f"?{urlencode({'kind': kind})}&" if kind else "?",
        "is_filtered": bool(kind),
        "suggestions": [] if page.paginator.count or kind else suggestions(request.user),
    }
    return TemplateResponse(request, "follows/my_follows.html", context, status=200 if form.is_valid() else 400)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_settings(request, pk):
    """Change or delete one follow. Mails link to this page."""
    rows = Follow.objects.of(request.user).with_outcome().select_related("user")
    found = get_object_or_404(rows, pk=pk)
    if "end" in request.POST:
        follows.delete_follow(request.user, found)
        messages.success(request, _("You no longer follow this."))
        return redirect("my_follows")
    form = _pace_form(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        follows.choose_pace(request.user, found, form.cleaned_data["pace"])
        messages.success(request, _("Your setting is saved."))
        return redirect(_return_url(request, request.POST.get("back", "")))
    context = {"entry": {"follow": found, "form": form}}
    return TemplateResponse(request, "follows/follow.html", context, status=400 if form.errors else 200)


def _pace_form(row: Follow, data=None) -> PaceForm:
    return PaceForm(data, instance=row, auto_id=f"id_{row.pk}_%s")
