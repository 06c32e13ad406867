"""In which of the followed lists a text is."""

import unicodedata
from collections.abc import Iterable

from django.db.models import Exists
from django.http import QueryDict
from wagtail.models import Page
from wagtail.search import index

from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList, bound_lists
from website.core import listings
from website.topics.models import TopicalPage

# So many are asked about in one statement.
LISTS_AT_ONCE = 50


def lists_with(page: TopicalPage) -> list[FollowedList]:
    """Those that somebody follows and that this published text is in, for readers of its language.

    A search engine lags behind the database: the words of a list are looked for in the text itself.
    """
    names = [each.name for each in listings.every() if each.filterset._meta.model is type(page)]
    rows = Follow.objects.of_lists(names).heard().order_by().values_list("listing", "query").distinct()
    followed = [FollowedList(*row) for row in rows]
    parts = {each: _without_words(each) for each in followed}
    found = _asked(page, {narrowed for narrowed, _words in parts.values()})
    text = _text_of(page) if any(words for _narrowed, words in parts.values()) else ""
    return [each for each, (narrowed, words) in parts.items() if narrowed in found and _has_words(text, words)]


def _without_words(each: FollowedList) -> tuple[FollowedList, str]:
    """The list without what was searched in it, and that."""
    pairs = QueryDict(each.query, mutable=True)
    words = pairs.pop("q", [""])[-1]
    return FollowedList(each.listing, pairs.urlencode()), words


def _asked(page: TopicalPage, lists: Iterable[FollowedList]) -> set[FollowedList]:
    """Those that the text is in: one statement for many. One whose filters are no longer understood holds nothing."""
    bound = [(key, one) for key, one in bound_lists(lists, page.locale).items() if one.is_valid]
    found = set()
    for start in range(0, len(bound), LISTS_AT_ONCE):
        batch = bound[start : start + LISTS_AT_ONCE]
        holds = {f"list_{number}": Exists(one.items.filter(pk=page.pk)) for number, (_key, one) in enumerate(batch)}
        answers = Page.objects.filter(pk=page.pk).annotate(**holds).values_list(*holds).first() or ()
        found |= {FollowedList(*key) for (key, _one), is_in in zip(batch, answers, strict=False) if is_in}
    return found


def _has_words(text: str, words: str) -> bool:
    """Whether each of the words begins a word of the text; accents and capitals do not count."""
    return all(f" {word}" in text for word in _plain(words).split())


def _text_of(page: TopicalPage) -> str:
    """What search knows of it."""
    return "".join(f" {_plain(piece)}" for piece in _texts_of(page, page.get_search_fields()))


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


def _plain(text: str) -> str:
    """Its words between single spaces."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())
