"""A listing bound to a reader and to the filters of a URL, as page templates and feeds use it."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.forms import HiddenInput
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale

from website.core.caching import FragmentCache
from website.core.filters import numbered_page, page_number
from website.core.listings.addresses import pages

if TYPE_CHECKING:
    from website.core.listings.declaration import Listing


@dataclass(frozen=True)
class Reader:
    """The user who reads, and the locale they read in."""

    user: Any
    locale: Locale


@dataclass(frozen=True)
class PageOfRows:
    """The rows of one page, and the number of rows in the whole list."""

    rows: list
    count: int


class BoundListing:
    """A listing with a reader and filters. For the parameters see `Listing.bind`."""

    def __init__(
        self,
        listing: "Listing",
        reader: Reader,
        data: QueryDict,
        link_params: tuple[tuple[str, str], ...] = (),
        cache: FragmentCache | None = None,
        fixed_filters: tuple[str, ...] = (),
    ):
        self.listing, self.reader, self.data = listing, reader, data
        self.link_params, self.fixed_filters = link_params, fixed_filters
        self.cache = cache or FragmentCache(None)
        self.item_template, self.empty_text = listing.item_template, listing.empty_text

    @cached_property
    def filterset(self):
        found = self.listing.filterset(self.data, queryset=self.listing.items(self.reader), reader=self.reader)
        for name in self.fixed_filters:
            found.form.fields[name].widget = HiddenInput()
        return found

    @property
    def form(self):
        return self.filterset.form

    @cached_property
    def is_plain(self) -> bool:
        """Whether there are no filters and the rest of the page is cached, so that the slow filter form is not needed."""
        values = (value for name, values in self.data.lists() if name != "page" for value in values)
        return bool(self.cache.is_filled and self.listing.shared_by) and not any(values)

    @cached_property
    def is_valid(self) -> bool:
        return self.is_plain or self.filterset.is_valid()

    @cached_property
    def items(self):
        """The filtered queryset; empty if a filter is invalid."""
        if self.is_plain:
            return self.listing.items(self.reader)
        return self.filterset.qs if self.is_valid else self.filterset.queryset.none()

    def chosen(self, name: str):
        """Return the value of a filter, or None."""
        return None if self.is_plain or not self.is_valid else self.form.cleaned_data.get(name)

    @cached_property
    def page(self):
        """The requested page. Raises `Http404` if there is no such page."""
        number = page_number(self.data)
        number = number if self.is_valid else 1
        found = self.cache.value("rows", lambda: self._read_page(number))
        page = numbered_page(range(found.count), self.listing.per_page, number)
        page.object_list = self.listing.personalised(found.rows, self.reader)
        return page

    def _read_page(self, number: int) -> PageOfRows:
        page = numbered_page(self.items, self.listing.per_page, number)
        return PageOfRows(list(page.object_list), page.paginator.count)

    @property
    def exported(self):
        """The filtered queryset with the relations that feeds need besides those of the cards."""
        return self.items.prefetch_related(*self.listing.feed_related)

    @property
    def newest(self):
        """The exported queryset in the order of the Atom feed."""
        found = self.exported
        return found.order_by(*self.listing.feed_order) if self.listing.feed_order else found

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The active filters as `(name, value)` pairs in a fixed order, which all links of the listing contain."""
        if self.is_plain:
            return []
        pairs = []
        for name, form_field in self.form.fields.items():
            values = self.data.getlist(name)
            # A filter with a single value uses the last one, as its form field does.
            used = values if getattr(form_field.widget, "allow_multiple_selected", False) else values[-1:]
            pairs += [(name, value) for value in dict.fromkeys(used) if value.strip()]
        return pairs

    @property
    def is_filtered(self) -> bool:
        return any(name not in self.fixed_filters for name, _value in self.pairs)

    @property
    def querystring(self) -> str:
        """The link parameters and active filters, to be followed by `page=2`: `?theme=water&` or `?`."""
        return self.address() + "&" if self.link_params or self.pairs else "?"

    def address(self, *changes: tuple[str, str], without: tuple[str, ...] = ()) -> str:
        """Return the query string of the page with the pairs in `changes` replaced and those in `without` removed."""
        dropped = {*without, *(name for name, _value in changes)}
        pairs = [pair for pair in (*self.link_params, *self.pairs) if pair[0] not in dropped]
        return f"?{urlencode([*pairs, *changes])}"

    @property
    def clear_url(self) -> str:
        """The query string of the page without filters."""
        return f"?{urlencode(self.link_params)}"

    @cached_property
    def chips(self) -> list[dict]:
        """The active filters, each with a `label` and the `url` of the list without it."""
        chips = []
        for pair in self.pairs:
            if pair[0] in self.fixed_filters:
                continue
            rest = [*self.link_params, *(other for other in self.pairs if other != pair)]
            chips.append({"label": self._label(*pair), "url": f"?{urlencode(rest)}"})
        return chips

    def _label(self, name: str, value: str) -> str:
        field = self.form.fields[name]
        labels = dict(_flat(getattr(field, "choices", ())))
        label = field.words(value) if hasattr(field, "words") else labels.get(value, value)
        return _("%(filter)s: %(value)s") % {"filter": field.label, "value": label}

    @property
    def page_url(self) -> str:
        """The URL of the page that shows this list with these filters, or of the home page if none does."""
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
        """The formats that this list can be exported in, each with its URL."""
        return [{"format": fmt, "url": self.feed_url(fmt)} for fmt in self.listing.formats]


def _flat(choices):
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)
