"""Pages on which coordinators name and remove the editors of an organisation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.members.models import DirectoryPage
from community.organisations.actions import name_editor, remove_editor
from community.organisations.forms import EditorForm, RemovalForm
from community.organisations.models import OrganisationEditor
from community.organisations.permissions import can_name_editors
from website.accounts.permissions import sign_in_required
from website.core.sections import breadcrumbs_to
from website.core.views import missing_is_404
from website.topics.models import Organisation


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def organisation_editors(request, slug):
    found = _organisation(request, slug)
    form = EditorForm(request.POST if request.method == "POST" else None, organisation=found)
    if form.is_valid():
        person = form.cleaned_data["person"]
        name_editor(request.user, found, person)
        messages.success(request, _("%(name)s can now edit this entry. We have told them by email.") % {"name": person})
        return redirect("organisation_editors", slug)
    return _page(request, found, form)


@sign_in_required
@require_POST
@missing_is_404
def organisation_editor_remove(request, slug, pk):
    found = _organisation(request, slug)
    editor = get_object_or_404(
        OrganisationEditor.objects.select_related("user", "organisation"), organisation=found, pk=pk
    )
    removal = RemovalForm(request.POST, auto_id=_auto_id(editor))
    if not removal.is_valid():
        return _page(request, found, EditorForm(organisation=found), {editor.pk: removal})
    remove_editor(request.user, editor, removal.cleaned_data["word"])
    messages.success(request, _("%(name)s no longer edits this entry.") % {"name": editor.user})
    return redirect("organisation_editors", slug)


def _page(request, found: Organisation, form: EditorForm, invalid: dict[int, RemovalForm] | None = None):
    """Render the page. `invalid` are submitted removal forms with errors, by primary key of the editor."""
    invalid = invalid or {}
    editors = [
        {"row": row, "form": invalid.get(row.pk) or RemovalForm(auto_id=_auto_id(row))}
        for row in found.editors.select_related("user", "named_by")
    ]
    context = {"form": form, "organisation": found, "editors": editors, "trail": breadcrumbs_to(DirectoryPage)}
    return TemplateResponse(
        request, "organisations/editors.html", context, status=400 if form.errors or invalid else 200
    )


def _auto_id(editor: OrganisationEditor) -> str:
    return f"id_{editor.pk}_%s"


def _organisation(request, slug) -> Organisation:
    if not can_name_editors(request.user):
        raise PermissionDenied
    return get_object_or_404(Organisation, slug=slug)
