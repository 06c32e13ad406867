"""What the audit log says of accounts."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from website.accounts.enums import role_label


class _RoleFormatter(LogFormatter):
    sentence = ""

    def format_message(self, entry):
        return self.sentence % {"roles": ", ".join(str(role_label(name)) for name in entry.data["roles"])}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("accounts.create", _("Make an account"), _("Account made"))

    @actions.register_action("accounts.give_role")
    class GiveRole(_RoleFormatter):
        label = _("Give a role")
        sentence = _("Role given: %(roles)s")

    @actions.register_action("accounts.take_role")
    class TakeRole(_RoleFormatter):
        label = _("Take a role")
        sentence = _("Role taken: %(roles)s")
