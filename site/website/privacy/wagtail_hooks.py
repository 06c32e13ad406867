from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_acts(actions):
    actions.register_action("privacy.export", _("Export personal data"), _("Personal data exported"))
    actions.register_action("privacy.erase", _("Erase an account"), _("Account erased"))
