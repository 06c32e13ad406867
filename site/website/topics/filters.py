"""Filters by theme, territory, country, keyword and map area."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from website.core.filters import PageFilterSet
from website.topics.enums import Country
from website.topics.fields import AreaField, VocabularyField
from website.topics.models import Territory, Theme


class VocabularyFilter(django_filters.ModelChoiceFilter):
    """Filter by a row of a vocabulary, chosen by its slug. `rows()` returns the queryset of choices."""

    field_class = VocabularyField

    def __init__(self, rows, **kwargs):
        super().__init__(queryset=lambda request: rows(), to_field_name="slug", **kwargs)


class TerritoryFilter(VocabularyFilter):
    """Filter by a territory, including the territories within it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Territory"))
        kwargs.setdefault("field_name", "territories")
        super().__init__(lambda: Territory.objects.featured().by_name(), empty_label=_("All territories"), **kwargs)

    def filter(self, qs, value):
        return _once(qs, **{f"{self.field_name}__in": Territory.objects.within(value)}) if value else qs


class CountryFilter(django_filters.ChoiceFilter):
    """Filter by the country of the territories."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Country"))
        kwargs.setdefault("field_name", "territories__country")
        super().__init__(choices=Country, empty_label=_("All countries"), **kwargs)

    def filter(self, qs, value):
        return _once(qs, **{self.field_name: value}) if value else qs


def _once(qs, **condition):
    """Filter by a condition on related rows without duplicates. `distinct()` would compare whole texts."""
    return qs.filter(pk__in=qs.model._default_manager.filter(**condition).values("pk"))


class ThemeFilter(VocabularyFilter):
    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Theme"))
        kwargs.setdefault("field_name", "themes")
        super().__init__(Theme.objects.by_name, empty_label=_("All themes"), **kwargs)


class TopicalFilterSet(PageFilterSet):
    theme = ThemeFilter()
    territory = TerritoryFilter()
    country = CountryFilter()
    keyword = django_filters.CharFilter(
        label=_("Keyword"), field_name="keyword_items__tag__slug", max_length=100, widget=forms.HiddenInput
    )


class AreaFilter(django_filters.Filter):
    """Filter by a part of the map, with the `in_area` method of the queryset."""

    field_class = AreaField

    def filter(self, qs, value):
        return qs.in_area(value) if value else qs
