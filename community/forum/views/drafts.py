"""Drafts: saved by script while typing or with a button, listed, and discarded."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.forum import targets
from community.forum.actions.drafts import discard_draft, save_draft
from community.forum.forms import DraftForm, DraftKeyForm
from community.forum.models import Draft, Post, Topic
from community.forum.references import references_in
from community.members.audiences import level_of
from website.accounts.permissions import sign_in_required
from website.core.filters import numbered_page, page_number
from website.core.listings import Reader
from website.core.sections import active_locale

PER_PAGE = 20
_ROUTES = {"topic": "discussion_reply", "post": "post_edit"}


@dataclass(frozen=True)
class DraftEntry:
    """A draft as the list shows it.

    `text` is its Markdown with names as its writer may see them. `about` is its target and `url` its form; they are
    None and empty if the writer may not see the target any more.
    """

    draft: Draft
    text: str
    label: str
    about: targets.Target | None
    url: str


@require_safe
@sign_in_required
def my_drafts(request):
    """List the drafts of the user, the newest first."""
    page = numbered_page(Draft.objects.of(request.user).newest(), PER_PAGE, page_number(request.GET))
    context = {"page": page, "entries": _entries(page.object_list, Reader(request.user, active_locale()))}
    return TemplateResponse(request, "forum/my_drafts.html", context)


def _entries(drafts: Iterable[Draft], reader: Reader) -> list[DraftEntry]:
    labels = {"new": _("New topic"), "topic": _("Answer"), "post": _("Edited post")}
    visible = _visible_targets(drafts, reader)
    readable = Post.objects.visible_to(reader.user)
    references = references_in([draft.body for draft in drafts], level_of(reader.user), readable)
    return [
        DraftEntry(
            draft,
            references.markdown(draft.body),
            labels[draft.kind],
            visible.get(draft.key),
            _continue_url(draft, visible.get(draft.key)),
        )
        for draft in drafts
    ]


def _visible_targets(drafts: Iterable[Draft], reader: Reader) -> dict[str, targets.Target]:
    """Return the targets of the drafts that the reader may see, by the keys of the drafts."""
    names = {
        kind: {draft.key: draft.target_name for draft in drafts if draft.kind == kind}
        for kind in ("new", "topic", "post")
    }
    keys = {key: pair for key, name in names["new"].items() if (pair := targets.key_from_name(name))}
    shown = targets.visible_targets(keys.values(), reader)
    visible = {key: shown[pair] for key, pair in keys.items() if pair in shown}
    visible |= _rows(names["topic"], Topic.objects.visible_to(reader.user))
    return visible | _rows(names["post"], Post.objects.visible_to(reader.user).select_related("topic"))


def _rows(names: dict[str, str], rows) -> dict[str, targets.Target]:
    numbers = {key: int(name.partition("-")[2]) for key, name in names.items()}
    found = {row.pk: row for row in rows.filter(pk__in=numbers.values())} if numbers else {}
    return {
        key: targets.Target(found[pk].title, found[pk].get_absolute_url(), "")
        for key, pk in numbers.items()
        if pk in found
    }


def _continue_url(draft: Draft, about: targets.Target | None) -> str:
    if draft.kind != "new":
        return _form_url(draft.key, {}) if about else ""
    if about:
        return _form_url(draft.key, {"about": about.url})
    return _form_url(draft.key, {"draft": draft.key} if draft.target_name else {})


@require_POST
@sign_in_required
def draft_save(request):
    """Save a draft. Return 204 to a script; after the button, redirect to the form."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return TemplateResponse(request, "forum/draft_refused.html", {"form": form}, status=400)
    fields = form.cleaned_data
    save_draft(request.user, fields["draft"], title=fields["title"], body=fields["body"], chosen=form.chosen())
    if fields["by_script"]:
        return HttpResponse(status=204)
    messages.success(request, _("Your draft is saved for 30 days. You can find it here."))
    return redirect(_form_url(fields["draft"], request.GET.dict()))


@require_POST
@sign_in_required
def draft_drop(request):
    form = DraftKeyForm(request.POST)
    if not form.is_valid():
        return TemplateResponse(request, "forum/draft_refused.html", {"form": DraftForm(request.POST)}, status=400)
    discard_draft(request.user, form.cleaned_data["draft"])
    messages.success(request, _("Your draft is deleted."))
    if form.cleaned_data["in_list"]:
        return redirect("my_drafts")
    return redirect(_form_url(form.cleaned_data["draft"], request.GET.dict()))


def _form_url(key: str, query: dict[str, str]) -> str:
    """Return the URL of the form for a draft; for a new topic with `query`, which names its target."""
    if key.startswith("new"):
        return reverse("discussion_new") + (f"?{urlencode(query)}" if query else "")
    kind, number = re.fullmatch(r"(topic|post)-(\d+)", key).groups()
    return reverse(_ROUTES[kind], args=[int(number)]) + ("#answer" if kind == "topic" else "")
