import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from experiences.sheets.enums import Indicator, Synergy, SynergyType
from experiences.sheets.models import SheetPage
from website.topics.enums import Stage
from website.topics.filters import TopicalFilterSet


class SynergyFilter(django_filters.ChoiceFilter):
    """Filter by a type with all its sub-types, or by one sub-type."""

    def __init__(self, **kwargs):
        choices = [*Synergy.choices, *SynergyType.choices]
        super().__init__(label=_("Type of synergy"), choices=choices, empty_label=_("All types"), **kwargs)

    def filter(self, qs, value):
        if value in Synergy.values:
            return qs.filter(synergy_type__startswith=f"{value}:")
        return qs.filter(synergy_type=value) if value else qs


class ExemplaryFilter(django_filters.ChoiceFilter):
    """A choice rather than a checkbox, because an unticked checkbox would select only the other sheets."""

    def __init__(self, **kwargs):
        choices = [("yes", _("Exemplary sheets only"))]
        super().__init__(label=_("Exemplary"), choices=choices, empty_label=_("All sheets"), **kwargs)

    def filter(self, qs, value):
        return qs.filter(is_exemplary=True) if value else qs


class SheetFilterSet(TopicalFilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Stage, empty_label=_("All stages"))
    synergy = SynergyFilter()
    indicator = django_filters.ChoiceFilter(
        label=_("With figures on"),
        field_name="measures__indicator",
        choices=Indicator,
        empty_label=_("With or without figures"),
        distinct=True,
    )
    exemplary = ExemplaryFilter()
    organisation = django_filters.CharFilter(
        label=_("Organisation"), field_name="organisation__slug", max_length=120, widget=forms.HiddenInput
    )

    class Meta:
        model = SheetPage
        fields = []
