from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("moderation.dismiss", _("Dismiss a report"), _("Report dismissed"))
    actions.register_action("moderation.approve", _("Publish a first post"), _("First post published"))
    actions.register_action("moderation.refuse", _("Refuse a first post"), _("First post refused"))
    actions.register_action("moderation.hide", _("Hide content"), _("Hidden by a moderator"))
    actions.register_action("moderation.show", _("Show content again"), _("Content shown again by a moderator"))
    actions.register_action("moderation.edit", _("Edit someone’s text"), _("Text edited by a moderator"))
    actions.register_action("moderation.warn", _("Warn someone"), _("Person warned"))
    actions.register_action("moderation.suspend", _("Suspend someone"), _("Person suspended"))
    actions.register_action("moderation.lift", _("Lift a suspension"), _("Suspension lifted early"))
    actions.register_action("moderation.uphold", _("Uphold a decision"), _("Decision upheld after a complaint"))
    actions.register_action("moderation.reverse", _("Reverse a decision"), _("Decision reversed after a complaint"))
