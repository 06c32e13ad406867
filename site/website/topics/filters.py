"""Filters by theme, territory, country and keyword, for every list of topical pages."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from website.core.filters import PageFilterSet
from website.topics.enums import Country
from website.topics.fields import AreaField, VocabularyField
from website.topics.models import Territory, Theme


class VocabularyFilter(django_filters.ModelChoiceFilter):
    """A row of a vocabulary by its slug; `rows()` is the queryset of those to choose from."""

    field_class = VocabularyField

    def __init__(self, rows, **kwargs):
        super().__init__(queryset=lambda request: rows(), to_field_name="slug", **kwargs)


class TerritoryFilter(VocabularyFilter):
    """A territory; what lies in it (its children) counts too."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Territory"))
        kwargs.setdefault("field_name", "territories")
        super().__init__(lambda: Territory.objects.featured().by_name(), empty_label=_("All territories"), **kwargs)

    def filter(self, qs, value):
        return _once(qs, **{f"{self.field_name}__in": Territory.objects.within(value)}) if value else qs


class CountryFilter(django_filters.ChoiceFilter):
    """A country that one of the territories lies in."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Country"))
        kwargs.setdefault("field_name", "territories__country")
        super().__init__(choices=Country, empty_label=_("All countries"), **kwargs)

    def filter(self, qs, value):
        return _once(qs, **{self.field_name: value}) if value else qs


def _once(qs, **condition):
    """What meets a condition on several related rows, each once, without comparing whole texts to find the doubles."""
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
    """What lies in a part of the map; the queryset has `in_area`."""

    field_class = AreaField

    def filter(self, qs, value):
        return qs.in_area(value) if value else qs
