"""Log actions for requests to join and invitations."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("joining.accept", _("Accept a membership request"), _("Membership request accepted"))
    actions.register_action("joining.refuse", _("Refuse a membership request"), _("Membership request refused"))
    actions.register_action("joining.invite", _("Invite someone"), _("Invited"))
    actions.register_action("joining.withdraw", _("Withdraw an invitation"), _("Invitation withdrawn"))
    actions.register_action("joining.join", _("Join with an invitation"), _("Joined with an invitation"))
