"""The filters of the moderators' lists."""

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.moderation.enums import ReportReason
from community.moderation.models import Case
from website.core.filters import ListingFilterSet


class Progress(models.TextChoices):
    """Beside what is open, which is shown where nothing else is asked for."""

    DECIDED = "decided", _("Decided")


class Waits(models.TextChoices):
    REPORTED = "reported", _("Reported")
    UNREAD = "unread", _("First posts that wait")


class ProgressFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("Status"), choices=Progress, empty_label=pgettext_lazy("a case", "Open"), **kwargs)

    def filter(self, qs, value):
        return qs.decided() if value else qs.open()


class WaitsFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("What waits"), choices=Waits, empty_label=_("All"), **kwargs)

    def filter(self, qs, value):
        if value == Waits.UNREAD:
            return qs.filter(is_waiting=True)
        return qs.reported() if value else qs


class ReasonFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("Reason"), choices=ReportReason, empty_label=_("All"), **kwargs)

    def filter(self, qs, value):
        return qs.reported_for(value) if value else qs


class CaseFilterSet(ListingFilterSet):
    status = ProgressFilter()
    waits = WaitsFilter()
    reason = ReasonFilter()

    class Meta:
        model = Case
        fields = []
