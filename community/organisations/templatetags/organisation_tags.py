"""What the page of an organisation offers to those who know it better."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from community.organisations.permissions import can_edit_organisation, can_name_editors, can_propose_changes

register = template.Library()


@register.simple_tag(takes_context=True)
def organisation_actions(context, organisation) -> list[dict]:
    """What the reader can do with this entry, each a `label` and a `url`."""
    user = context["request"].user
    actions = []
    if can_propose_changes(user):
        label = _("Change this entry") if can_edit_organisation(user, organisation) else _("Propose a change")
        actions.append({"label": label, "url": reverse("organisation_edit", args=[organisation.slug])})
    if can_name_editors(user):
        actions.append({"label": _("Who edits it"), "url": reverse("organisation_editors", args=[organisation.slug])})
    return actions
