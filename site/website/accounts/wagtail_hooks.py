"""Audit log entries for accounts, and the second-factor panel of the CMS home page."""

from django.db.models import ForeignKey
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter

from website.accounts.enums import role_label
from website.accounts.fields import AccountField
from website.accounts.models import User
from website.accounts.permissions import is_missing_second_factor

register_form_field_override(ForeignKey, to=User, override={"form_class": AccountField})


class _RoleFormatter(LogFormatter):
    sentence = ""

    def format_message(self, entry):
        return self.sentence % {"roles": ", ".join(str(role_label(name)) for name in entry.data["roles"])}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("accounts.create", _("Create an account"), _("Account created"))

    @actions.register_action("accounts.give_role")
    class GiveRole(_RoleFormatter):
        label = _("Give a role")
        sentence = _("Role given: %(roles)s")

    @actions.register_action("accounts.take_role")
    class TakeRole(_RoleFormatter):
        label = _("Remove a role")
        sentence = _("Role removed: %(roles)s")


class SecondFactorPanel(Component):
    """A request on the CMS home page to set up a second factor."""

    template_name = "accounts/cms_second_factor.html"
    order = 50


@hooks.register("construct_homepage_panels")
def ask_for_a_second_factor(request, panels):
    if is_missing_second_factor(request.user):
        panels.append(SecondFactorPanel())
