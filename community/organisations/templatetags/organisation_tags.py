"""Tag for the actions on the page of an organisation."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from community.organisations.permissions import can_edit_organisation, can_name_editors, can_propose_changes

register = template.Library()


@register.simple_tag(takes_context=True)
def organisation_actions(context, organisation) -> list[dict]:
    """Return the actions that the reader may use, each with a `label` and a `url`."""
    user = context["request"].user
    actions = []
    if can_propose_changes(user):
        label = _("Edit this entry") if can_edit_organisation(user, organisation) else _("Propose a change")
        actions.append({"label": label, "url": reverse("organisation_edit", args=[organisation.slug])})
    if can_name_editors(user):
        actions.append(
            {"label": _("Editors of this entry"), "url": reverse("organisation_editors", args=[organisation.slug])}
        )
    return actions
