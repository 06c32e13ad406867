import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.moderation.enums import ReportReason
from community.moderation.models import Case
from website.core.filters import ListingFilterSet


class CaseStatus(models.TextChoices):
    """Choices besides open cases, which are shown by default."""

    DECIDED = "decided", _("Decided")


class OpenReason(models.TextChoices):
    REPORTED = "reported", _("Reported")
    UNREAD = "unread", _("First posts to review")


class CaseStatusFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("Status"), choices=CaseStatus, empty_label=pgettext_lazy("a case", "Open"), **kwargs)

    def filter(self, qs, value):
        return qs.decided() if value else qs.open()


class OpenReasonFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("Status"), choices=OpenReason, empty_label=_("All"), **kwargs)

    def filter(self, qs, value):
        if value == OpenReason.UNREAD:
            return qs.filter(is_waiting=True)
        return qs.reported() if value else qs


class ReasonFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("Reason"), choices=ReportReason, empty_label=_("All"), **kwargs)

    def filter(self, qs, value):
        return qs.with_report_reason(value) if value else qs


class CaseFilterSet(ListingFilterSet):
    status = CaseStatusFilter()
    waits = OpenReasonFilter()
    reason = ReasonFilter()

    class Meta:
        model = Case
        fields = []
