"""Querysets of pages, and full-text search for any queryset."""

from django.db.models import Case, Exists, IntegerField, Value, When
from django.db.models.functions import Collate
from elastic_transport import TransportError
from elasticsearch import ApiError
from wagtail.models import Locale, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search.backends import get_search_backend

from website.core.texts import has_older_version

SEARCH_HITS = 500
# How far down the ranking is read if the best hits are rows that the reader may not see.
MOST_RANKED = 5000
# A collation of PostgreSQL. core.signal_handlers defines one of this name for SQLite.
ALPHABET = "und-x-icu"


class SearchUnavailable(Exception):
    """The search engine did not answer, or answered with an error."""


def alphabetical(field) -> Collate:
    """Order names alphabetically on every database: “Épinal” is between “Dijon” and “Metz”."""
    return Collate(field, ALPHABET)


class SearchableQuerySetMixin:
    """Add full-text search that returns an ordinary queryset."""

    def matching(self, text: str):
        """Return at most `SEARCH_HITS` rows that match `text`, best first.

        The engine ranks and the database filters. An index that lags behind therefore never shows rows that this
        queryset excludes. Excluded rows do not displace others either, within the first `MOST_RANKED` hits. Words
        without a letter or digit are dropped, and quotation marks too, which are syntax in SQLite. Raise
        `SearchUnavailable` if the engine does not answer.
        """
        words = " ".join(word for word in text.replace('"', " ").split() if any(map(str.isalnum, word)))
        if not words:
            return self.none()
        try:
            ids = self._best(words)
        except (TransportError, ApiError) as error:
            raise SearchUnavailable from error
        rank = Case(*(When(pk=pk, then=Value(i)) for i, pk in enumerate(ids)), output_field=IntegerField())
        return self.filter(pk__in=ids).order_by(rank) if ids else self.none()

    def hits(self, words: str):
        """Return the engine's results, best first and not yet sliced."""
        return get_search_backend().search(words, self.model)

    def key_of(self, hit) -> int:
        """Return the primary key of the row of this queryset that a hit belongs to."""
        return hit.pk

    def _best(self, words: str) -> list[int]:
        ranked, best = self.hits(words), {}
        for start in range(0, MOST_RANKED, SEARCH_HITS):
            hits = ranked[start : start + SEARCH_HITS]
            keys = dict.fromkeys(map(self.key_of, hits))
            if not start and len(hits) < SEARCH_HITS:
                return list(keys)
            visible = set(self.filter(pk__in=keys).order_by().values_list("pk", flat=True))
            best |= {key: None for key in keys if key in visible}
            if len(hits) < SEARCH_HITS or len(best) >= SEARCH_HITS:
                break
        return list(best)[:SEARCH_HITS]


class BasePageQuerySet(SearchableQuerySetMixin, PageQuerySet):
    def for_reader(self, locale: Locale):
        """Return each published text once: the version in `locale`, else the oldest published one."""
        return self.filter(live=True, reader_versions__locale=locale)

    def originals(self):
        """Return the oldest version of each text, published or not. The property is `BasePage.is_original`."""
        return self.filter(~has_older_version(), alias_of=None)

    def versions_of(self, page):
        """Return the language versions of a text, published or not, oldest first."""
        return self.filter(translation_key=page.translation_key, alias_of=None).order_by("pk")

    def for_page(self):
        """Load what the page of one text shows; page types add their own.

        The annotation `is_restriction_possible` saves a query on a site without view restrictions.
        """
        any_restriction = Exists(PageViewRestriction.objects.all())
        return self.select_related("locale").annotate(is_restriction_possible=any_restriction)


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
