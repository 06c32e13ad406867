"""Filters by theme, territory, country and keyword, for every list of topical pages."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from website.core.filters import PageFilterSet
from website.topics.enums import Country
from website.topics.models import Territory, Theme


class TerritoryFilter(django_filters.ModelChoiceFilter):
    """A territory by its slug; what lies in it (its children) counts too."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Territory"))
        kwargs.setdefault("field_name", "territories")
        super().__init__(
            queryset=lambda request: Territory.objects.featured().by_name(),
            to_field_name="slug",
            empty_label=_("All territories"),
            **kwargs,
        )

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.filter(**{f"{self.field_name}__in": Territory.objects.within(value)}).distinct()


class ThemeFilter(django_filters.ModelChoiceFilter):
    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Theme"))
        kwargs.setdefault("field_name", "themes")
        super().__init__(
            queryset=lambda request: Theme.objects.by_name(),
            to_field_name="slug",
            empty_label=_("All themes"),
            **kwargs,
        )


class TopicalFilterSet(PageFilterSet):
    theme = ThemeFilter()
    territory = TerritoryFilter()
    country = django_filters.ChoiceFilter(
        label=_("Country"), choices=Country, field_name="territories__country", empty_label=_("All countries"), distinct=True
    )
    keyword = django_filters.CharFilter(
        label=_("Keyword"), field_name="keyword_items__tag__slug", max_length=100, widget=forms.HiddenInput
    )
