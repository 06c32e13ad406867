from django.db import models
from django.utils.translation import gettext_lazy as _


class EventStatus(models.TextChoices):
    """RFC 5545, 3.8.1.11."""

    TENTATIVE = "TENTATIVE", _("To be confirmed")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    CANCELLED = "CANCELLED", _("Cancelled")


class EventKind(models.TextChoices):
    GATHERING = "gathering", _("Gathering of the network")
    VISIT = "visit", _("Site visit")
    WORKSHOP = "workshop", _("Workshop")
    TRAINING = "training", _("Training")
    CONFERENCE = "conference", _("Conference")
    WEBINAR = "webinar", _("Webinar")
    DEADLINE = "deadline", _("Deadline of a call")
