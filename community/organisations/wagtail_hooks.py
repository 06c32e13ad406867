"""Log actions for changes of organisations on the site."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("organisations.edit", _("Edit on the site"), _("Edited on the site"))
    actions.register_action("organisations.propose", _("Propose a change"), _("Change proposed"))
    actions.register_action("organisations.accept", _("Accept a proposal"), _("Proposed change accepted"))
    actions.register_action("organisations.refuse", _("Refuse a proposal"), _("Proposed change refused"))
    actions.register_action("organisations.withdraw", _("Withdraw a proposal"), _("Proposed change withdrawn"))
    actions.register_action("organisations.name_editor", _("Add an editor"), _("Editor added"))
    actions.register_action("organisations.remove_editor", _("Remove an editor"), _("Editor removed"))
