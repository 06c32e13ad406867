"""How pages are read: each text once, in the reader's language where it exists."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max, QuerySet, Sum
from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import Collate
from wagtail.models import Locale, PageManager
from wagtail.query import PageQuerySet
from wagtail.search.backends import get_search_backend

SEARCH_HITS = 500
# PostgreSQL brings this collation; core.signal_handlers gives SQLite one of the same name.
ALPHABET = "und-x-icu"


def alphabetical(field) -> Collate:
    """Orders names as people do: “Épinal” between “Dijon” and “Metz”, on every database."""
    return Collate(field, ALPHABET)


class SearchableQuerySetMixin:
    """Adds full-text search that stays an ordinary queryset."""

    def matching(self, text: str):
        """Those that match `text`, best first, at most `SEARCH_HITS`.

        The engine ranks; the database keeps its own filters, so that an index which lags behind can never
        show what the queryset hides.
        """
        ids = [hit.pk for hit in get_search_backend().search(text, self.model)[:SEARCH_HITS]]
        rank = Case(*(When(pk=pk, then=Value(i)) for i, pk in enumerate(ids)), output_field=IntegerField())
        return self.filter(pk__in=ids).order_by(rank) if ids else self.none()


class BasePageQuerySet(SearchableQuerySetMixin, PageQuerySet):
    def for_reader(self, locale: Locale):
        """Each published text once: in `locale` if it is there, else its original."""
        return self.filter(live=True, reader_versions__locale=locale)

    def for_page(self):
        """With what the page of one text shows; rooms add their own."""
        return self.select_related("locale")


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


@dataclass(frozen=True)
class Stamp:
    """The state of one or more kinds of content: `number` changes with each change, `timestamp` is the newest's."""

    number: int
    timestamp: int

    def not_before(self, moment: datetime) -> "Stamp":
        """The same state, for what changes by itself at `moment`."""
        return replace(self, timestamp=max(self.timestamp, int(moment.timestamp())))


class ContentStampQuerySet(QuerySet):
    def newest(self, kinds: tuple[str, ...]) -> Stamp:
        """The state of these kinds together, removals included."""
        found = self.filter(kind__in=kinds).aggregate(number=Sum("number"), changed_at=Max("changed_at"))
        changed_at = found["changed_at"]
        return Stamp(found["number"] or 0, int(changed_at.timestamp()) if changed_at else 0)
