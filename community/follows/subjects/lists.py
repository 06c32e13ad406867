"""A list of the site with its filters, as a thing that can be followed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from community.follows.subjects import FollowSubject, SubjectLink, register_subject
from website.core import listings
from website.core.feeds import title_of
from website.core.listings import BoundListing, Listing
from website.core.models import BasePage
from website.core.sections import active_locale


@dataclass(frozen=True)
class FollowedList:
    """`query`: the filters in force, as an address has them, always in the same order."""

    listing: str
    query: str = ""

    @classmethod
    def of(cls, bound: BoundListing) -> "FollowedList":
        names = list(bound.form.fields) if bound.pairs else []
        pairs = {(name, " ".join(value.split())) for name, value in bound.pairs}
        ordered = sorted(pairs, key=lambda pair: (names.index(pair[0]), pair[1]))
        return cls(bound.listing.name, urlencode(ordered))

    @property
    def pk(self) -> tuple[str, str]:
        return self.listing, self.query


def can_be_followed(listing: Listing) -> bool:
    """Whether something new comes into it that is told of: a text, or what its room says that it can be followed by."""
    return bool(listing.followed_by) or (listing.is_public and issubclass(listing.filterset._meta.model, BasePage))


def is_alike_for_all(bound: BoundListing) -> bool:
    """Whether its filters mean the same to whoever follows it."""
    names = bound.listing.followed_by
    return not names or all(name in names for name, _value in bound.pairs)


def known(name: str) -> Listing | None:
    try:
        return listings.get(name)
    except Http404:
        return None


def bound_lists(things: Iterable[FollowedList], locale, user=None) -> dict[tuple, BoundListing]:
    """The lists by key, as everybody who reads in that locale, or `user`, sees them; those that are no more are left out."""
    queries = defaultdict(set)
    for thing in things:
        queries[thing.listing].add(thing.query)
    found = {}
    for name, wanted in queries.items():
        if (listing := known(name)) is not None:
            found |= {(name, query): bound for query, bound in listing.bind_each(sorted(wanted), locale, user).items()}
    return found


def _find(keys: Collection) -> dict:
    return {key: FollowedList(*key) for key in keys}


def _shown(things: Collection[FollowedList]) -> dict[tuple, SubjectLink]:
    bound = bound_lists(things, active_locale())
    return {key: SubjectLink(title_of(one), one.page_url) for key, one in bound.items()}


def _is_open(_user, thing: FollowedList) -> bool:
    listing = known(thing.listing)
    return listing is not None and can_be_followed(listing)


register_subject(
    FollowSubject(
        name="list",
        model=FollowedList,
        label=_("List"),
        words=_("the list “%(title)s”"),
        is_open=_is_open,
        find=_find,
        shown=_shown,
    )
)
