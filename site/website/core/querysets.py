"""How pages are read: each text once, in the reader's language where it exists."""

from django.db.models import Case, Exists, IntegerField, Value, When
from django.db.models.functions import Collate
from elastic_transport import TransportError
from elasticsearch import ApiError
from wagtail.models import Locale, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search.backends import get_search_backend

from website.core.texts import has_older_version

SEARCH_HITS = 500
# Of so many the engine is asked for more where it ranks first what the reader may not see.
MOST_RANKED = 5000
# PostgreSQL brings this collation; core.signal_handlers gives SQLite one of the same name.
ALPHABET = "und-x-icu"


class SearchUnavailable(Exception):
    """The search engine did not answer, or not as it should."""


def alphabetical(field) -> Collate:
    """Orders names as people do: “Épinal” between “Dijon” and “Metz”, on every database."""
    return Collate(field, ALPHABET)


class SearchableQuerySetMixin:
    """Adds full-text search that stays an ordinary queryset."""

    def matching(self, text: str):
        """Those that match `text`, best first, at most `SEARCH_HITS`.

        The engine ranks; the database keeps its own filters, so that an index which lags behind can never
        show what the queryset hides, and what it hides takes nothing else's place as long as the engine ranks
        fewer than `MOST_RANKED`. Signs between the words are no words, and quotation marks none of SQLite's.
        `SearchUnavailable` where the engine cannot be asked.
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
        """What the engine finds, best first, still to be sliced."""
        return get_search_backend().search(words, self.model)

    def key_of(self, hit) -> int:
        """Which row of this queryset was found."""
        return hit.pk

    def _best(self, words: str) -> list[int]:
        ranked, best = self.hits(words), {}
        for start in range(0, MOST_RANKED, SEARCH_HITS):
            hits = ranked[start : start + SEARCH_HITS]
            keys = dict.fromkeys(map(self.key_of, hits))
            if not start and len(hits) < SEARCH_HITS:
                return list(keys)
            held = set(self.filter(pk__in=keys).order_by().values_list("pk", flat=True))
            best |= {key: None for key in keys if key in held}
            if len(hits) < SEARCH_HITS or len(best) >= SEARCH_HITS:
                break
        return list(best)[:SEARCH_HITS]


class BasePageQuerySet(SearchableQuerySetMixin, PageQuerySet):
    def for_reader(self, locale: Locale):
        """Each published text once: in `locale` if it is there, else its original."""
        return self.filter(live=True, reader_versions__locale=locale)

    def originals(self):
        """Of each text the version that was written first, published or not; as `BasePage.is_original`."""
        return self.filter(~has_older_version(), alias_of=None)

    def versions_of(self, page):
        """The language versions of a text, published or not, the oldest first."""
        return self.filter(translation_key=page.translation_key, alias_of=None).order_by("pk")

    def for_page(self):
        """With what the page of one text shows; rooms add their own.

        `is_restriction_possible` spares an open site the question who may see the page.
        """
        anywhere = Exists(PageViewRestriction.objects.all())
        return self.select_related("locale").annotate(is_restriction_possible=anywhere)


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
