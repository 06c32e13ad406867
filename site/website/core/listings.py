"""One declaration per list of the site; from it come the page and every feed.

A room declares `listings.register(Listing(...))` in its `listings.py`. The page binds it to a request
(`Listing.bind`), `core.views.feed` renders the same bound listing in the format asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.forms import HiddenInput
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
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
class Enclosure:
    """A file that an entry comes with: its address, what it is called, its media type, and its size in bytes."""

    url: str
    name: str
    type: str
    size: int


@dataclass(frozen=True)
class Reader:
    """Who reads, and in which locale."""

    user: Any
    locale: Locale


@dataclass(frozen=True)
class Listing:
    """A list: what is in it (`items` gives a reader's queryset), how it is filtered and how it leaves the site.

    `moves_daily`: what is in it depends on the day (midnight UTC), not on its content alone. `is_searched`: the search
    over the whole site has it. `shared_by(user)` names what somebody who has signed in sees of it, the same for all
    who see the same, unless one of `own_filters` is in force; its filters let everything through where nothing is
    asked. `mark(rows, user)` notes on rows what is that reader's alone. `followed_by`: by which of its filters a list
    of what are no texts can be followed; to all who have signed in they mean the same. `enclosures(item)` are the files
    that the feeds name with an item: those that its reader can fetch. `feed_related` is what they prefetch.
    """

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
    feed_order: tuple[str, ...] = ()
    feed_related: tuple[str, ...] = ()
    moves_daily: bool = False
    is_searched: bool = True
    shared_by: Callable[[Any], str] | None = None
    own_filters: tuple[str, ...] = ()
    mark: Callable[[Iterable, Any], None] | None = None
    followed_by: tuple[str, ...] = ()
    enclosures: Callable[[Any], Iterable[Enclosure]] | None = None

    def bind(
        self, request: HttpRequest, locale: Locale | None = None, kept=(), known: dict | None = None, **fixed: str
    ) -> "BoundListing":
        """This listing as the request's reader, with the request's filters, sees it.

        `kept` are pairs of the address that are no filters (how a page shows the list): its links keep them. `fixed`
        are filters that the page itself stands for, by name: its feeds have them, nobody takes them away. `known` is
        where its `count` and the `rows` of the page are kept (`keeping.SharedParts`).
        """
        reader = Reader(request.user, locale or sections.active_locale())
        return BoundListing(self, reader, _with(request.GET, fixed), kept, known, tuple(fixed))

    def bind_to_public(self, request: HttpRequest) -> "BoundListing":
        """The same for everybody, whoever asks: what may be cached for all."""
        return BoundListing(self, Reader(AnonymousUser(), sections.active_locale()), request.GET)

    def bind_each(self, queries: Iterable[str], locale: Locale, user=None) -> dict[str, "BoundListing"]:
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

    def marked(self, rows: Iterable, reader: Reader) -> list:
        """These rows for that reader: copies where something is noted on them, as they may be kept for others."""
        if self.mark is None:
            return list(rows)
        own = [copy(row) for row in rows]
        self.mark(own, reader.user)
        return own

    def narrowed(self, reader: Reader, name: str, value):
        """A reader's queryset in the order of its feed, narrowed to a value that comes from no address."""
        filterset = self.filterset(QueryDict(), queryset=self.items(reader), reader=reader)
        found = filterset.filters[name].filter(filterset.queryset, value)
        return found.order_by(*self.feed_order) if self.feed_order else found


class BoundListing:
    """A listing with a reader and filters; what the page template and the feeds are given."""

    def __init__(
        self, listing: Listing, reader: Reader, data: QueryDict, kept=(), known=None, fixed: tuple[str, ...] = ()
    ):
        self.listing, self.reader, self.data, self.kept, self.fixed = listing, reader, data, list(kept), fixed
        self.known = {} if known is None else known
        self.item_template, self.empty_text = listing.item_template, listing.empty_text

    @cached_property
    def filterset(self):
        found = self.listing.filterset(self.data, queryset=self.listing.items(self.reader), reader=self.reader)
        for name in self.fixed:
            found.form.fields[name].widget = HiddenInput()
        return found

    @property
    def form(self):
        return self.filterset.form

    @cached_property
    def is_plain(self) -> bool:
        """Nothing is asked of it and what surrounds its rows is kept: the form takes longer than those."""
        asked = (value for name, values in self.data.lists() if name != "page" for value in values)
        return bool(self.known and self.listing.shared_by) and not any(asked)

    @cached_property
    def is_valid(self) -> bool:
        return self.is_plain or self.filterset.is_valid()

    @cached_property
    def items(self):
        """The filtered queryset; nothing where a filter is wrong."""
        if self.is_plain:
            return self.listing.items(self.reader)
        return self.filterset.qs if self.is_valid else self.filterset.queryset.none()

    def chosen(self, name: str):
        """What a filter narrows it to; None where it does not."""
        return None if self.is_plain or not self.is_valid else self.form.cleaned_data.get(name)

    @cached_property
    def page(self):
        """The numbered page that was asked for; 404 where there is no such page."""
        from website.core.filters import numbered_page, page_number

        number = page_number(self.data)
        items = range(self.known["count"]) if "rows" in self.known else self.items
        page = numbered_page(items, self.listing.per_page, number if self.is_valid else 1)
        if "rows" not in self.known:
            self.known |= {"count": page.paginator.count, "rows": list(page.object_list)}
        page.object_list = self.listing.marked(self.known["rows"], self.reader)
        return page

    @property
    def exported(self):
        """The filtered queryset with what its feeds say of each beside its card."""
        return self.items.prefetch_related(*self.listing.feed_related)

    @property
    def newest(self):
        """The same in the order of its feed."""
        found = self.exported
        return found.order_by(*self.listing.feed_order) if self.listing.feed_order else found

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The filters in force, as `(name, value)` in a fixed order: the heart of every address made here."""
        if self.is_plain:
            return []
        pairs = []
        for name, form_field in self.form.fields.items():
            values = self.data.getlist(name)
            # Of a filter that takes one value the last one counts, as in the form.
            counted = values if getattr(form_field.widget, "allow_multiple_selected", False) else values[-1:]
            pairs += [(name, value) for value in dict.fromkeys(counted) if value.strip()]
        return pairs

    @property
    def is_filtered(self) -> bool:
        return any(name not in self.fixed for name, _value in self.pairs)

    @property
    def querystring(self) -> str:
        """What is kept and the filters in force, ready to take `page=2`: `?theme=water&` or `?`."""
        return self.address() + "&" if self.kept or self.pairs else "?"

    def address(self, *changes: tuple[str, str], without: tuple[str, ...] = ()) -> str:
        """The page's own address with some pairs put in, in place of those of the same name, or left out."""
        dropped = {*without, *(name for name, _value in changes)}
        pairs = [pair for pair in (*self.kept, *self.pairs) if pair[0] not in dropped]
        return f"?{urlencode([*pairs, *changes])}"

    @property
    def clear_url(self) -> str:
        """The same page without filters."""
        return f"?{urlencode(self.kept)}"

    @cached_property
    def chips(self) -> list[dict]:
        """The filters in force in words, each with the address of the list without it."""
        chips = []
        for pair in self.pairs:
            if pair[0] in self.fixed:
                continue
            rest = [*self.kept, *(other for other in self.pairs if other != pair)]
            chips.append({"label": self._words(*pair), "url": f"?{urlencode(rest)}"})
        return chips

    def _words(self, name: str, value: str) -> str:
        field = self.form.fields[name]
        names = dict(_flat(getattr(field, "choices", ())))
        words = field.words(value) if hasattr(field, "words") else names.get(value, value)
        return _("%(filter)s: %(value)s") % {"filter": field.label, "value": words}

    @property
    def page_url(self) -> str:
        """The address of the page that shows this list with these filters; the home of its language where none does."""
        for name, url, pairs in pages():
            if name == self.listing.name:
                query = urlencode([*pairs, *self.pairs])
                return f"{url}?{query}" if query else url
        return f"/{get_language()}/"

    def feed_url(self, fmt: str) -> str:
        query = f"?{urlencode(self.pairs)}" if self.pairs else ""
        return reverse("feed", args=[self.listing.name, fmt]) + query

    @property
    def feeds(self) -> list[dict]:
        """Every format this very list leaves in, with its address."""
        return [{"format": fmt, "url": self.feed_url(fmt)} for fmt in self.listing.formats]


def _with(data: QueryDict, fixed: dict[str, str]) -> QueryDict:
    if not fixed:
        return data
    data = data.copy()
    for name, value in fixed.items():
        data[name] = value
    return data


def _flat(choices):
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def pages() -> Iterator[tuple[str, str, tuple]]:
    """Each listing that a page shows: its name, that page's address in the active language, the pairs it says there."""
    for section in sections.all_sections():
        addresses = getattr(apps.get_model(section.type), "listing_addresses", dict)()
        if section.language == get_language():
            for name, pairs in addresses.items():
                yield name, section.url, pairs


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


def searched() -> list[Listing]:
    return [listing for listing in every() if listing.is_searched]
