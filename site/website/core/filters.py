"""Filters that listings share."""

import django_filters
from django import forms
from django.conf import settings
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext_lazy as _

MAX_QUERY_LENGTH = 200


class SearchFilter(django_filters.CharFilter):
    """Full-text search with the search engine."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Search terms"), max_length=MAX_QUERY_LENGTH, widget=forms.TextInput({"type": "search"})
        )

    def filter(self, qs, value):
        return qs.matching(value) if value else qs


class YearFilter(django_filters.NumberFilter):
    """A calendar year of a date field."""

    def __init__(self, **kwargs):
        super().__init__(lookup_expr="year", min_value=1900, max_value=2100, decimal_places=0, **kwargs)


class ListingFilterSet(django_filters.FilterSet):
    """The filters of a listing for one `reader`."""

    q = SearchFilter()

    def __init__(self, data=None, queryset=None, *, reader=None, **kwargs):
        self.reader = reader
        super().__init__(data, queryset, **kwargs)


class PageFilterSet(ListingFilterSet):
    """Add the filter that all lists of pages have: the language a text was written in."""

    language = django_filters.MultipleChoiceFilter(
        label=_("Written in"),
        choices=settings.LANGUAGES,
        field_name="locale__language_code",
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )


class PageNumberForm(forms.Form):
    """The `page` parameter of a URL."""

    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)


def page_number(data) -> int:
    """Return the page number in the query parameters, 1 by default. Raise `Http404` if it is invalid."""
    form = PageNumberForm(data)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["page"] or 1


def numbered_page(items, per_page: int, number: int) -> Page:
    """Return a page of `items`. Raise `Http404` if it does not exist; an empty list has page 1."""
    try:
        return Paginator(items, per_page).page(number)
    except EmptyPage:
        raise Http404 from None
