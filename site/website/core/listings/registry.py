"""Every declared listing, by name."""

from django.http import Http404

from website.core.listings.declaration import Listing

_registry: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    _registry[listing.name] = listing
    return listing


def get(name: str) -> Listing:
    """The listing of that name; 404 where there is none."""
    try:
        return _registry[name]
    except KeyError:
        raise Http404 from None


def every() -> list[Listing]:
    return list(_registry.values())


def searched() -> list[Listing]:
    return [listing for listing in every() if listing.is_searched]
