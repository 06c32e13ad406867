"""In which of the followed lists something new is."""

from collections.abc import Iterable

from django.db.models import Exists
from django.http import QueryDict
from wagtail.models import Page
from wagtail.search import index

from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList, bound_lists
from website.core import listings
from website.core.imports.texts import key
from website.core.listings import Reader
from website.topics.models import TopicalPage

# So many are asked about in one statement.
LISTS_AT_ONCE = 50


def texts_lists(page: TopicalPage) -> list[FollowedList]:
    """Those that somebody follows and that this published text is in, for readers of its language."""
    return lists_with(page, Reader(None, page.locale), page)


def lists_with(row, reader: Reader, indexed) -> list[FollowedList]:
    """Those that somebody follows and that `row` is in as that reader sees it, who may be nobody.

    A search engine lags behind the database: the words of a list are looked for in what it indexes of `indexed`.
    """
    names = [each.name for each in listings.every() if each.filterset._meta.model is type(row)]
    rows = Follow.objects.of_lists(names).heard().order_by().values_list("listing", "query").distinct()
    followed = [FollowedList(*row) for row in rows]
    parts = {each: _without_words(each) for each in followed}
    found = _asked(row, reader, {narrowed for narrowed, _words in parts.values()})
    text = _text_of(indexed) if any(words for _narrowed, words in parts.values()) else ""
    return [each for each, (narrowed, words) in parts.items() if narrowed in found and _has_words(text, words)]


def _without_words(each: FollowedList) -> tuple[FollowedList, str]:
    """The list without what was searched in it, and that."""
    pairs = QueryDict(each.query, mutable=True)
    words = pairs.pop("q", [""])[-1]
    return FollowedList(each.listing, pairs.urlencode()), words


def _asked(row, reader: Reader, lists: Iterable[FollowedList]) -> set[FollowedList]:
    """Those that it is in: one statement for many. One whose filters are no longer understood holds nothing."""
    bound = [(key, one) for key, one in bound_lists(lists, reader.locale, reader.user).items() if one.is_valid]
    rows = (Page if isinstance(row, Page) else type(row)).objects.filter(pk=row.pk)
    found = set()
    for start in range(0, len(bound), LISTS_AT_ONCE):
        batch = bound[start : start + LISTS_AT_ONCE]
        holds = {f"list_{number}": Exists(one.items.filter(pk=row.pk)) for number, (_key, one) in enumerate(batch)}
        answers = rows.annotate(**holds).values_list(*holds).first() or ()
        found |= {FollowedList(*key) for (key, _one), is_in in zip(batch, answers, strict=False) if is_in}
    return found


def _has_words(text: str, words: str) -> bool:
    """Whether each of the words begins a word of the text; accents and capitals do not count."""
    return all(f" {word}" in text for word in key(words).split())


def _text_of(indexed) -> str:
    """What search knows of it."""
    return "".join(f" {key(piece)}" for piece in _texts_of(indexed, indexed.get_search_fields()))


def _texts_of(row, fields) -> Iterable[str]:
    for field in fields:
        value = field.get_value(row) if isinstance(field, index.SearchField | index.RelatedFields) else None
        if value is None:
            continue
        if isinstance(field, index.SearchField):
            yield " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        else:
            for related in value.all() if hasattr(value, "all") else [value]:
                yield from _texts_of(related, field.fields)
