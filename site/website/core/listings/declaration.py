"""The declaration of a list."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from wagtail.models import Locale

from website.core import sections
from website.core.caching import FragmentCache
from website.core.listings.bound import BoundListing, Reader


@dataclass(frozen=True)
class Column:
    """A column of the CSV and key of the JSON. `value(item)` returns text, a number, a date or a list of text."""

    key: str
    label: Any
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Enclosure:
    """A file of a feed entry: its URL, name, media type and size in bytes."""

    url: str
    name: str
    type: str
    size: int


@dataclass(frozen=True)
class Listing:
    """A list: its content, filters, cards and export formats.

    - `items(reader)` returns the queryset that the reader may see.
    - `changes_daily`: the content also depends on the date (in UTC).
    - `is_searched`: the site-wide search includes it.
    - `shared_by(user)` returns the same value for all signed-in users who see the same list, unless one of
      `own_filters` is active. Without filters, the filter set must then let everything through.
    - `personalise(rows, user)` sets attributes on rows that concern that reader only.
    - `followed_by`: the filters by which a list can be followed that is not a list of texts. They mean the same to all
      signed-in users.
    - `enclosures(item)` returns the files of an item in feeds, all of which the reader can fetch.
    - `feed_related`: lookups that feeds prefetch.
    """

    name: str
    title: Any
    items: Callable[[Reader], Any]
    filterset: type
    columns: tuple[Column, ...]
    item_template: str
    empty_text: Any
    updated: Callable[[Any], Any]
    formats: tuple[str, ...] = ("atom", "csv", "json")
    per_page: int = 20
    renderers: dict[str, Callable] = field(default_factory=dict)
    is_public: bool = True
    feed_order: tuple[str, ...] = ()
    feed_related: tuple[str, ...] = ()
    changes_daily: bool = False
    is_searched: bool = True
    shared_by: Callable[[Any], str] | None = None
    own_filters: tuple[str, ...] = ()
    personalise: Callable[[Iterable, Any], None] | None = None
    followed_by: tuple[str, ...] = ()
    enclosures: Callable[[Any], Iterable[Enclosure]] | None = None

    def bind(
        self,
        request: HttpRequest,
        locale: Locale | None = None,
        *,
        link_params: Iterable[tuple[str, str]] = (),
        cache: FragmentCache | None = None,
        **fixed_filters: str,
    ) -> BoundListing:
        """Bind this listing to the user and the filters of a request.

        `link_params` are parameters that are not filters, such as the form a page shows the list in; all links contain
        them. `fixed_filters` are set by the page itself: feeds contain them, and readers cannot remove them. `cache`
        stores the rows of the page.
        """
        reader = Reader(request.user, locale or sections.active_locale())
        data = _with(request.GET, fixed_filters)
        return BoundListing(self, reader, data, tuple(link_params), cache, tuple(fixed_filters))

    def bind_to_public(self, request: HttpRequest) -> BoundListing:
        """Bind this listing to an anonymous reader, whoever sends the request, so that the result can be cached."""
        return BoundListing(self, Reader(AnonymousUser(), sections.active_locale()), request.GET)

    def bind_each(self, queries: Iterable[str], locale: Locale, user=None) -> dict[str, BoundListing]:
        """Bind this listing to each of many query strings, for `user` or else for an anonymous reader.

        The choices of the filters are read once for all of them.
        """
        reader = Reader(user or AnonymousUser(), locale)
        first = self.filterset(QueryDict(), queryset=self.items(reader), reader=reader)
        for each in first.filters.values():
            # Fill the cached property, which is copied with the field into each form.
            getattr(each.field, "rows", None)
        bound = {query: BoundListing(self, reader, QueryDict(query)) for query in queries}
        for one in bound.values():
            one.filterset = copy(first)
            one.filterset.data, one.filterset.is_bound = one.data, True
        return bound

    def personalised(self, rows: Iterable, reader: Reader) -> list:
        """Return copies of the rows with the attributes that `personalise` sets; other readers may share the originals."""
        if self.personalise is None:
            return list(rows)
        own = [copy(row) for row in rows]
        self.personalise(own, reader.user)
        return own

    def filtered_by(self, reader: Reader, name: str, value):
        """Return the reader's queryset in feed order, filtered by a Python value rather than a query string."""
        filterset = self.filterset(QueryDict(), queryset=self.items(reader), reader=reader)
        found = filterset.filters[name].filter(filterset.queryset, value)
        return found.order_by(*self.feed_order) if self.feed_order else found


def _with(data: QueryDict, fixed: dict[str, str]) -> QueryDict:
    if not fixed:
        return data
    data = data.copy()
    for name, value in fixed.items():
        data[name] = value
    return data
