"""In which of the followed lists something new is."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from wagtail.models import Page
from wagtail.search import index

from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList, bound_lists
from community.members.audiences import AnyMember
from community.members.enums import Visibility
from community.members.models import Member, MemberSearchText
from website.core import listings
from website.core.listings import Reader
from website.core.normalisation import comparison_key
from website.core.sections import active_locale
from website.topics.models import Organisation, TopicalPage

# So many are asked about in one statement.
LISTS_AT_ONCE = 50


def lists_with_text(page: TopicalPage) -> list[FollowedList]:
    """Those that somebody follows and that this published text is in, for readers of its language."""
    return lists_with(page, Reader(None, page.locale), page)


def lists_with_organisation(organisation: Organisation) -> list[FollowedList]:
    """Those that somebody follows and that this organisation is in."""
    return lists_with(organisation, Reader(None, active_locale()), organisation)


def lists_with_member(member: Member) -> list[FollowedList]:
    """Those that somebody follows and that this person is in, by what everybody who has signed in sees of them."""
    return lists_with(member, _any_member(), _words_of([member]).get(member.pk))


def list_memberships(lists: Iterable[FollowedList], members: Iterable[Member]) -> set[tuple[FollowedList, int]]:
    """The same for many lists and people: which of them are in which, by their keys."""
    return _held(lists, members, _any_member(), _words_of(members))


def lists_with(row, reader: Reader, indexed) -> list[FollowedList]:
    """Those that somebody follows and that `row` is in as that reader sees it, who may be nobody.

    A search engine lags behind the database: the words of a list are looked for in what it indexes of `indexed`.
    """
    names = [each.name for each in listings.every() if each.filterset._meta.model is type(row)]
    rows = Follow.objects.of_lists(names).heard().order_by().values_list("listing", "query").distinct()
    followed = [FollowedList(*row) for row in rows]
    held = _held(followed, [row], reader, {row.pk: indexed})
    return [each for each in followed if (each, row.pk) in held]


def _any_member() -> Reader:
    return Reader(AnyMember(), active_locale())


def _words_of(members: Iterable[Member]) -> dict[int, MemberSearchText]:
    words = MemberSearchText.objects.filter(member__in=[member.pk for member in members], level=Visibility.MEMBERS)
    return {row.member_id: row for row in words}


def _held(
    lists: Iterable[FollowedList], rows: Iterable, reader: Reader, indexed: dict
) -> set[tuple[FollowedList, int]]:
    """Which of these rows of one model are in which of the lists; `indexed` by the key of the row."""
    parts = {each: _without_words(each) for each in lists}
    found = _asked(rows, reader, {narrowed for narrowed, _words in parts.values()})
    is_searched = any(words for _narrowed, words in parts.values())
    texts = {pk: _text_of(one) for pk, one in indexed.items()} if is_searched else {}
    return {
        (each, pk)
        for each, (narrowed, words) in parts.items()
        for pk in found.get(narrowed, ())
        if _has_words(texts.get(pk, ""), words)
    }


def _without_words(each: FollowedList) -> tuple[FollowedList, str]:
    """The list without what was searched in it, and that."""
    pairs = QueryDict(each.query, mutable=True)
    words = pairs.pop("q", [""])[-1]
    return FollowedList(each.listing, pairs.urlencode()), words


def _asked(rows: Iterable, reader: Reader, lists: Iterable[FollowedList]) -> dict[FollowedList, set[int]]:
    """Which rows each holds: one statement for many. One whose filters are no longer understood holds nothing."""
    rows, found = list(rows), defaultdict(set)
    bound = [(key, one) for key, one in bound_lists(lists, reader.locale, reader.user).items() if one.is_valid]
    if not rows:
        return found
    model = Page if isinstance(rows[0], Page) else type(rows[0])
    asked = model.objects.filter(pk__in=[row.pk for row in rows]).order_by()
    for start in range(0, len(bound), LISTS_AT_ONCE):
        batch = bound[start : start + LISTS_AT_ONCE]
        holds = {
            f"list_{number}": Exists(one.items.filter(pk=OuterRef("pk"))) for number, (_key, one) in enumerate(batch)
        }
        for pk, *answers in asked.annotate(**holds).values_list("pk", *holds):
            for (key, _one), is_in in zip(batch, answers, strict=True):
                if is_in:
                    found[FollowedList(*key)].add(pk)
    return found


def _has_words(text: str, words: str) -> bool:
    """Whether each of the words begins a word of the text; accents and capitals do not count."""
    return all(f" {word}" in text for word in comparison_key(words).split())


def _text_of(indexed) -> str:
    """What search knows of it; nothing where there is nothing to know."""
    pieces = _texts_of(indexed, indexed.get_search_fields()) if indexed else ()
    return "".join(f" {comparison_key(piece)}" for piece in pieces)


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
