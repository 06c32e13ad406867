"""Find the followed lists that contain a given row."""

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

LISTS_PER_QUERY = 50


def lists_with_text(page: TopicalPage) -> list[FollowedList]:
    """Return the followed lists that contain this published page, for readers of its language."""
    return lists_with(page, Reader(None, page.locale), page)


def lists_with_organisation(organisation: Organisation) -> list[FollowedList]:
    """Return the followed lists that contain this organisation."""
    return lists_with(organisation, Reader(None, active_locale()), organisation)


def lists_with_member(member: Member) -> list[FollowedList]:
    """Return the followed lists that contain this member, judged by what every signed-in user sees of them."""
    return lists_with(member, _any_member(), _search_texts([member]).get(member.pk))


def list_memberships(lists: Iterable[FollowedList], members: Iterable[Member]) -> set[tuple[FollowedList, int]]:
    """Return which members are in which lists, as pairs of a list and a member's primary key."""
    return _memberships(lists, members, _any_member(), _search_texts(members))


def lists_with(row, reader: Reader, indexed) -> list[FollowedList]:
    """Return the followed lists that contain `row` as that reader sees it.

    A search engine lags behind the database, so the list's search words are looked up in the fields of `indexed` (an
    instance of an indexed model, or None).
    """
    names = [each.name for each in listings.every() if each.filterset._meta.model is type(row)]
    keys = Follow.objects.of_lists(names).active().order_by().values_list("listing", "query").distinct()
    followed = [FollowedList(*key) for key in keys]
    memberships = _memberships(followed, [row], reader, {row.pk: indexed})
    return [each for each in followed if (each, row.pk) in memberships]


def _any_member() -> Reader:
    return Reader(AnyMember(), active_locale())


def _search_texts(members: Iterable[Member]) -> dict[int, MemberSearchText]:
    texts = MemberSearchText.objects.filter(member__in=[member.pk for member in members], level=Visibility.MEMBERS)
    return {row.member_id: row for row in texts}


def _memberships(
    lists: Iterable[FollowedList], rows: Iterable, reader: Reader, indexed: dict
) -> set[tuple[FollowedList, int]]:
    """Return pairs of a list and the key of a row in it. The rows are of one model; `indexed` is keyed by row."""
    parts = {each: _split_search(each) for each in lists}
    found = _filter_matches(rows, reader, {filtered for filtered, _words in parts.values()})
    is_searched = any(words for _filtered, words in parts.values())
    texts = {pk: _text_of(one) for pk, one in indexed.items()} if is_searched else {}
    return {
        (each, pk)
        for each, (filtered, words) in parts.items()
        for pk in found.get(filtered, ())
        if _has_words(texts.get(pk, ""), words)
    }


def _split_search(each: FollowedList) -> tuple[FollowedList, str]:
    """Return the list without its search words, and the words."""
    pairs = QueryDict(each.query, mutable=True)
    words = pairs.pop("q", [""])[-1]
    return FollowedList(each.listing, pairs.urlencode()), words


def _filter_matches(rows: Iterable, reader: Reader, lists: Iterable[FollowedList]) -> dict[FollowedList, set[int]]:
    """Return the keys of the rows in each list. A list whose filters are no longer valid has none."""
    rows, found = list(rows), defaultdict(set)
    bound = [(key, one) for key, one in bound_lists(lists, reader.locale, reader.user).items() if one.is_valid]
    if not rows:
        return found
    model = Page if isinstance(rows[0], Page) else type(rows[0])
    queryset = model.objects.filter(pk__in=[row.pk for row in rows]).order_by()
    for start in range(0, len(bound), LISTS_PER_QUERY):
        batch = bound[start : start + LISTS_PER_QUERY]
        annotations = {
            f"list_{number}": Exists(one.items.filter(pk=OuterRef("pk"))) for number, (_key, one) in enumerate(batch)
        }
        for pk, *answers in queryset.annotate(**annotations).values_list("pk", *annotations):
            for (key, _one), is_in in zip(batch, answers, strict=True):
                if is_in:
                    found[FollowedList(*key)].add(pk)
    return found


def _has_words(text: str, words: str) -> bool:
    """Return whether each word is the beginning of a word of the text, ignoring accents and case."""
    return all(f" {word}" in text for word in comparison_key(words).split())


def _text_of(indexed) -> str:
    """Return the normalised text that search indexes of an instance; empty for None."""
    pieces = _indexed_values(indexed, indexed.get_search_fields()) if indexed else ()
    return "".join(f" {comparison_key(piece)}" for piece in pieces)


def _indexed_values(row, fields) -> Iterable[str]:
    for field in fields:
        value = field.get_value(row) if isinstance(field, index.SearchField | index.RelatedFields) else None
        if value is None:
            continue
        if isinstance(field, index.SearchField):
            yield " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        else:
            for related in value.all() if hasattr(value, "all") else [value]:
                yield from _indexed_values(related, field.fields)
