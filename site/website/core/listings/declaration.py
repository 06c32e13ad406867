"""What a room declares of each of its lists."""

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
    """A column of the CSV and a key of the JSON: `value(item)` gives text, a number, a date or a list of text."""

    key: str
    label: Any
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Enclosure:
    """A file that an entry comes with: its address, what it is called, its media type, and its size in bytes."""

    url: str
    name: str
    type: str
    size: int


@dataclass(frozen=True)
class Listing:
    """A list: what is in it (`items` gives a reader's queryset), how it is filtered and how it leaves the site.

    `changes_daily`: what is in it depends on the day (midnight UTC), too. `is_searched`: the search over the whole site
    has it. `shared_by(user)` returns the same value for signed-in users who see the same list, unless one of
    `own_filters` is in force; without filters, the filter set must let everything through. `personalise(rows, user)`
    notes on rows what is that reader's alone. `followed_by`: by which of its filters a list that is not one of texts
    can be followed; they mean the same to all signed-in users. `enclosures(item)` are the files that the feeds name
    with an item: those that its reader can fetch. `feed_related` is what they prefetch.
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
        """This listing as the request's reader, with the request's filters, sees it.

        `link_params` are parameters that are not filters (how a page shows the list): its links have them, too.
        `fixed_filters` are those that the page itself stands for, by name: its feeds have them, nobody can remove them.
        `cache` holds the rows of the page.
        """
        reader = Reader(request.user, locale or sections.active_locale())
        data = _with(request.GET, fixed_filters)
        return BoundListing(self, reader, data, tuple(link_params), cache, tuple(fixed_filters))

    def bind_to_public(self, request: HttpRequest) -> BoundListing:
        """The same for everybody, whoever asks: what may be cached for all."""
        return BoundListing(self, Reader(AnonymousUser(), sections.active_locale()), request.GET)

    def bind_each(self, queries: Iterable[str], locale: Locale, user=None) -> dict[str, BoundListing]:
        """This listing with the filters of each of many addresses, as everybody who reads in `locale`, or `user`, sees it.

        The rows that its filters offer are read once for all.
        """
        reader = Reader(user or AnonymousUser(), locale)
        first = self.filterset(QueryDict(), queryset=self.items(reader), reader=reader)
        for each in first.filters.values():
            # Read here, they are copied with the field into each form.
            getattr(each.field, "rows", None)
        bound = {query: BoundListing(self, reader, QueryDict(query)) for query in queries}
        for one in bound.values():
            one.filterset = copy(first)
            one.filterset.data, one.filterset.is_bound = one.data, True
        return bound

    def personalised(self, rows: Iterable, reader: Reader) -> list:
        """These rows for that reader: copies where something is noted on them, as others may be given the same rows."""
        if self.personalise is None:
            return list(rows)
        own = [copy(row) for row in rows]
        self.personalise(own, reader.user)
        return own

    def filtered_by(self, reader: Reader, name: str, value):
        """A reader's queryset in the order of its feed, filtered by a value that comes from no address."""
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
