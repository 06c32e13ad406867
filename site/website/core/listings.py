"""One declaration per list of the site; from it come the page and every feed.

A room declares `listings.register(Listing(...))` in its `listings.py`. The page binds it to a request
(`Listing.bind`), `core.views.feed` renders the same bound listing in the format asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from wagtail.models import Locale

from website.core import sections

_registry: dict[str, "Listing"] = {}


@dataclass(frozen=True)
class Column:
    """A column of the CSV and a key of the JSON: `value(item)` gives text, a number, a date or a list of text."""

    key: str
    label: Any
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Reader:
    """Who reads, and in which locale."""

    user: Any
    locale: Locale


@dataclass(frozen=True)
class Listing:
    """A list: what is in it (`items` gives a reader's queryset), how it is filtered and how it leaves the site."""

    name: str
    title: Any
    items: Callable[[Reader], Any]
    filterset: type
    columns: tuple[Column, ...]
    item_template: str
    empty_text: Any
    updated: Callable[[Any], Any]
    stamps: tuple[str, ...]
    formats: tuple[str, ...] = ("atom", "csv", "json")
    per_page: int = 20
    renderers: dict[str, Callable] = field(default_factory=dict)
    is_public: bool = True

    def bind(self, request: HttpRequest, locale: Locale | None = None) -> "BoundListing":
        """This listing as the request's reader, with the request's filters, sees it."""
        return BoundListing(self, Reader(request.user, locale or sections.active_locale()), request.GET)


class BoundListing:
    """A listing with a reader and filters; what the page template and the feeds are given."""

    def __init__(self, listing: Listing, reader: Reader, data: QueryDict):
        self.listing, self.reader, self.data = listing, reader, data
        self.item_template, self.empty_text = listing.item_template, listing.empty_text

    @cached_property
    def filterset(self):
        return self.listing.filterset(self.data, queryset=self.listing.items(self.reader), reader=self.reader)

    @property
    def form(self):
        return self.filterset.form

    @cached_property
    def is_valid(self) -> bool:
        return self.filterset.is_valid()

    @cached_property
    def items(self):
        """The filtered queryset; nothing where a filter is wrong."""
        return self.filterset.qs if self.is_valid else self.filterset.queryset.none()

    @cached_property
    def page(self):
        """The numbered page that was asked for; 404 where there is no such page."""
        from website.core.filters import PageNumberForm

        form = PageNumberForm(self.data)
        if not form.is_valid():
            raise Http404
        paginator = Paginator(self.items, self.listing.per_page)
        try:
            return paginator.page(form.cleaned_data["page"] or 1)
        except EmptyPage:
            raise Http404 from None

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The filters in force, as `(name, value)` in a fixed order: the heart of every address made here."""
        names = self.form.fields
        return [(name, value) for name in names for value in self.data.getlist(name) if value]

    @property
    def is_filtered(self) -> bool:
        return bool(self.pairs)

    @property
    def querystring(self) -> str:
        """The filters in force, ready to take `page=2`: `?theme=water&` or `?`."""
        return f"?{urlencode(self.pairs)}&" if self.pairs else "?"

    @cached_property
    def chips(self) -> list[dict]:
        """The filters in force in words, each with the address of the list without it."""
        chips = []
        for pair in self.pairs:
            rest = [other for other in self.pairs if other != pair]
            chips.append({"label": self._words(*pair), "url": f"?{urlencode(rest)}"})
        return chips

    def _words(self, name: str, value: str) -> str:
        field = self.form.fields[name]
        words = dict(_flat(getattr(field, "choices", ()))).get(value, value)
        return f"{field.label}: {words}"

    def feed_url(self, fmt: str) -> str:
        query = f"?{urlencode(self.pairs)}" if self.pairs else ""
        return reverse("feed", args=[self.listing.name, fmt]) + query

    @property
    def feeds(self) -> list[dict]:
        """Every format this very list leaves in, with its address."""
        return [{"format": fmt, "url": self.feed_url(fmt)} for fmt in self.listing.formats]


def _flat(choices):
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def register(listing: Listing) -> Listing:
    _registry[listing.name] = listing
    return listing


def get(name: str) -> Listing:
    """The listing of that name; 404 where there is none."""
    try:
        return _registry[name]
    except KeyError:
        raise Http404 from None


def every() -> list[Listing]:
    return list(_registry.values())
