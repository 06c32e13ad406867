import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from website.core.filters import ListingFilterSet
from website.notifications import notices
from website.notifications.models import Notification


class UnreadFilter(django_filters.Filter):
    """If ticked, only unread notifications."""

    field_class = forms.BooleanField

    def __init__(self, **kwargs):
        super().__init__(label=_("Unread only"), **kwargs)

    def filter(self, qs, value):
        return qs.unread() if value else qs


class SubjectFilter(django_filters.ChoiceFilter):
    """The subject of notifications. Kinds with the same label are one choice."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Content concerned"), choices=_subjects, empty_label=_("All"), **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        kinds = [notice.kind for notice in notices.all_notices()]
        chosen = [notice.kind for notice in notices.all_notices() if notice.what == notices.notice_for(value).what]
        return qs.filter(kind__in=chosen) if notices.notice_for(value).kind in kinds else qs.none()


def _subjects() -> list[tuple[str, str]]:
    first = {}
    for notice in notices.all_notices():
        first.setdefault(str(notice.what), notice.kind)
    return [(kind, what) for what, kind in sorted(first.items())]


class NotificationFilterSet(ListingFilterSet):
    q = None
    unread = UnreadFilter()
    sort = SubjectFilter()

    class Meta:
        model = Notification
        fields = []
