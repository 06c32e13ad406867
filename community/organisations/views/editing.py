from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.members.models import DirectoryPage
from community.organisations.actions import ConcurrentChange, change_organisation, propose_changes
from community.organisations.changes import describe_changes, differences, fingerprint, snapshot
from community.organisations.forms import OrganisationForm, ProposalForm
from community.organisations.permissions import can_edit_organisation
from website.accounts.permissions import sign_in_required
from website.core.sections import breadcrumbs_to
from website.core.views import missing_is_404
from website.topics.models import Organisation


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def organisation_edit(request, slug):
    """Change an organisation's entry, or propose a change if the user is not an editor."""
    found = get_object_or_404(Organisation.objects.with_card(), slug=slug)
    # Form validation changes the instance.
    name, current = found.name, snapshot(found)
    is_editor = can_edit_organisation(request.user, found)
    form_class = OrganisationForm if is_editor else ProposalForm
    is_post = request.method == "POST"
    form = form_class(request.POST if is_post else None, instance=found, initial={"seen": fingerprint(current)})
    table, status = None, 400 if is_post else 200
    if form.is_valid():
        try:
            message = _edit(request, found, form) if is_editor else _propose(request, found, form, current)
            messages.success(request, message)
            return redirect("organisation", slug)
        except ConcurrentChange:
            # Submitting the form again overwrites the current values.
            table, status = describe_changes(differences(current, form.values), current), 409
            form.data = form.data.copy()
            form.data["seen"] = fingerprint(current)
    context = {"form": form, "name": name, "slug": slug, "is_editor": is_editor, "table": table}
    context["trail"] = breadcrumbs_to(DirectoryPage)
    return TemplateResponse(request, "organisations/edit.html", context, status=status)


def _edit(request, organisation: Organisation, form: OrganisationForm) -> str:
    if change_organisation(request.user, organisation, form.values, seen=form.cleaned_data["seen"]):
        return _("The entry is saved.")
    return _("Nothing was changed.")


def _propose(request, organisation: Organisation, form: ProposalForm, current: dict) -> str:
    changes = differences(current, form.values)
    if not changes:
        return _("Nothing was changed.")
    propose_changes(request.user, organisation, changes, form.cleaned_data["word"])
    return _(
        "Thank you. We have sent your proposal to the people who edit this entry. We will email you when "
        "they have decided."
    )
