from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("moderation.dismiss", _("Dismiss a report"), _("Report dismissed"))
    actions.register_action("moderation.approve", _("Let a first post be read"), _("First post published"))
    actions.register_action("moderation.refuse", _("Refuse a first post"), _("First post refused"))
    actions.register_action("moderation.hide", _("Hide something"), _("Hidden by a moderator"))
    actions.register_action("moderation.show", _("Show something again"), _("Shown again by a moderator"))
    actions.register_action("moderation.edit", _("Change what somebody wrote"), _("Text changed by a moderator"))
    actions.register_action("moderation.warn", _("Warn somebody"), _("Somebody warned"))
    actions.register_action("moderation.suspend", _("Suspend somebody"), _("Somebody suspended"))
    actions.register_action("moderation.lift", _("Lift a suspension"), _("Suspension lifted early"))
    actions.register_action("moderation.uphold", _("Uphold a decision"), _("Decision upheld after a complaint"))
    actions.register_action("moderation.reverse", _("Take a decision back"), _("Decision taken back after a complaint"))
