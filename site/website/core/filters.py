"""Filters that every listing shares."""

import django_filters
from django import forms
from django.conf import settings
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext_lazy as _

MAX_QUERY_LENGTH = 200


class SearchFilter(django_filters.CharFilter):
    """`q`: full text, through the search engine."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Words"), max_length=MAX_QUERY_LENGTH, widget=forms.TextInput({"type": "search"}))

    def filter(self, qs, value):
        return qs.matching(value) if value else qs


class YearFilter(django_filters.NumberFilter):
    """A calendar year of a date field."""

    def __init__(self, **kwargs):
        super().__init__(lookup_expr="year", min_value=1900, max_value=2100, decimal_places=0, **kwargs)


class ListingFilterSet(django_filters.FilterSet):
    """The filters of a listing, as its `reader` may use them."""

    q = SearchFilter()

    def __init__(self, data=None, queryset=None, *, reader=None, **kwargs):
        self.reader = reader
        super().__init__(data, queryset, **kwargs)


class PageFilterSet(ListingFilterSet):
    """Adds what every list of pages has: the language a text was written in."""

    language = django_filters.MultipleChoiceFilter(
        label=_("Written in"),
        choices=settings.LANGUAGES,
        field_name="locale__language_code",
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )


class PageNumberForm(forms.Form):
    """`page`: 1 where absent."""

    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)


def page_number(data) -> int:
    """What `page` of an address asks for; 404 where that is no number."""
    form = PageNumberForm(data)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["page"] or 1


def numbered_page(items, per_page: int, number: int) -> Page:
    """404 where there is no such page; an empty list has its first."""
    try:
        return Paginator(items, per_page).page(number)
    except EmptyPage:
        raise Http404 from None
