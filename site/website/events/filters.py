import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from website.events.calendar.months import days_of
from website.events.enums import EventKind, EventStatus, Online, When
from website.events.fields import DayField, MonthField
from website.events.models import EventPage
from website.topics.filters import TopicalFilterSet
from website.topics.models import Organisation

DATES = ("when", "from", "to", "month")
ORDER = (
    *("q", *DATES, "kind", "theme", "territory", "country"),
    *("online", "status", "language", "keyword", "organiser"),
)


class DayFilter(django_filters.Filter):
    field_class = DayField


class MonthFilter(django_filters.Filter):
    field_class = MonthField


class EventFilterForm(forms.Form):
    def clean(self):
        data = super().clean()
        if data.get("from") and data.get("to") and data["to"] < data["from"]:
            self.add_error("to", _("The last day must not be before the first day."))
        return data


class EventFilterSet(TopicalFilterSet):
    """The filters of the agenda. Lists contain upcoming events unless the URL names other dates; see also `undated`."""

    when = django_filters.ChoiceFilter(label=_("When"), choices=When, empty_label=_("Upcoming"), method="unfiltered")
    kind = django_filters.MultipleChoiceFilter(
        label=_("Type"), choices=EventKind, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    online = django_filters.ChoiceFilter(
        label=_("Online"), choices=Online, empty_label=_("Online or not"), method="filter_online"
    )
    status = django_filters.ChoiceFilter(label=_("Status"), choices=EventStatus, empty_label=_("Any status"))
    organiser = django_filters.ModelChoiceFilter(
        label=_("Organised by"), queryset=Organisation.objects.all(), to_field_name="slug", widget=forms.HiddenInput
    )

    class Meta:
        model = EventPage
        fields = []
        form = EventFilterForm

    @classmethod
    def get_filters(cls):
        """Add the filters whose names are no Python identifiers, and sort all filters in the order of the form."""
        filters = {
            **super().get_filters(),
            "from": DayFilter(label=_("From"), method="from_day"),
            "to": DayFilter(label=_("Until"), method="to_day"),
            "month": MonthFilter(label=_("Month"), method="in_month"),
        }
        return {name: filters[name] for name in ORDER}

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        data = self.form.cleaned_data
        if data["when"] == When.PAST:
            return found.past()
        return found.order_by("dtstart", "pk") if any(data[name] for name in DATES) else found.upcoming()

    @property
    def undated(self):
        """Return the filtered events without restricting them to upcoming ones, for the calendar and the month."""
        found = super().filter_queryset(self.queryset.all())
        return found.past() if self.form.cleaned_data.get("when") == When.PAST else found

    def unfiltered(self, queryset, name, value):
        return queryset

    def filter_online(self, queryset, name, value):
        on_site = {"conference_url": ""}
        return queryset.filter(**on_site) if value == Online.NO else queryset.exclude(**on_site)

    def from_day(self, queryset, name, day):
        return queryset.on_days(day, None)

    def to_day(self, queryset, name, day):
        return queryset.on_days(None, day)

    def in_month(self, queryset, name, month):
        return queryset.on_days(*days_of(month))
