"""Listings with filters, as things that can be followed."""

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
    """A listing with filters. `query` is their query string, with the parameters in a fixed order."""

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
    """Return whether new items of this listing notify followers: public pages, or what its app declares."""
    return bool(listing.followed_by) or (listing.is_public and issubclass(listing.filterset._meta.model, BasePage))


def is_same_for_everyone(bound: BoundListing) -> bool:
    """Return whether the filters select the same items for every follower."""
    names = bound.listing.followed_by
    return not names or all(name in names for name, _value in bound.pairs)


def find_listing(name: str) -> Listing | None:
    try:
        return listings.get(name)
    except Http404:
        return None


def bound_lists(things: Iterable[FollowedList], locale, user=None) -> dict[tuple, BoundListing]:
    """Return the bound listings by key, as `user` (by default an anonymous reader) sees them in that locale.

    Lists that no longer exist are left out.
    """
    queries = defaultdict(set)
    for thing in things:
        queries[thing.listing].add(thing.query)
    found = {}
    for name, wanted in queries.items():
        if (listing := find_listing(name)) is not None:
            found |= {(name, query): bound for query, bound in listing.bind_each(sorted(wanted), locale, user).items()}
    return found


def _find(keys: Collection) -> dict:
    return {key: FollowedList(*key) for key in keys}


def _shown(things: Collection[FollowedList]) -> dict[tuple, SubjectLink]:
    bound = bound_lists(things, active_locale())
    return {key: SubjectLink(title_of(one), one.page_url) for key, one in bound.items()}


def _is_open(_user, thing: FollowedList) -> bool:
    listing = find_listing(thing.listing)
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
