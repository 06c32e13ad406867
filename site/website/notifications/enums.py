from django.db import models
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    """How soon the mail of a notification is sent."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never (on the site only)")


class NotificationReason(models.TextChoices):
    """Why a person is notified; with `reason_object` it forms the sentence at the end of a mail."""

    CONCERNED = "concerned", _("It is about something you own.")
    MENTIONED = "mentioned", _("Someone mentioned you.")
    ASKED = "asked", _("Someone asks for your help.")
    FOLLOWED = "followed", _("You follow this.")
    DUTY = "duty", _("You need to decide on it.")


class SuppressionReason(models.TextChoices):
    """Why no more mail is sent to an address."""

    BOUNCED = "bounced", _("Emails are not being delivered.")
    COMPLAINED = "complained", _("An email was marked as spam.")
