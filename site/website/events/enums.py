from functools import cache
from importlib.resources import files

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventStatus(models.TextChoices):
    """STATUS of a VEVENT (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE", _("To be confirmed")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    CANCELLED = "CANCELLED", _("Cancelled")


class EventKind(models.TextChoices):
    GATHERING = "gathering", _("Network meeting")
    VISIT = "visit", _("Site visit")
    WORKSHOP = "workshop", _("Workshop")
    TRAINING = "training", _("Training")
    CONFERENCE = "conference", _("Conference")
    WEBINAR = "webinar", _("Webinar")
    DEADLINE = "deadline", _("Deadline for a call")


class When(models.TextChoices):
    """Which events a list contains. Without a choice, these are the upcoming ones."""

    PAST = "past", _("Past events")
    ALL = "all", _("Past and upcoming")


class Online(models.TextChoices):
    YES = "yes", _("Can be joined online")
    NO = "no", _("On site only")


class AgendaLayout(models.TextChoices):
    LIST = "list", pgettext_lazy("way to show", "List")
    MONTH = "month", pgettext_lazy("way to show", "Month")


@cache
def time_zones() -> list[tuple[str, str]]:
    """Return the zones named after a place, and UTC.

    They come from the tzdata package, which also provides the rules for VTIMEZONE. The zones of the operating system
    may differ.
    """
    names = files("tzdata").joinpath("zones").read_text().split()
    return [(name, name) for name in sorted(names) if name == "UTC" or ("/" in name and not name.startswith("Etc/"))]
