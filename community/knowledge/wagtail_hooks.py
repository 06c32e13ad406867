from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("knowledge.made", _("Create a text from a topic"), _("Text created from a topic"))
