"""The registry of listings."""

from django.http import Http404

from website.core.listings.declaration import Listing

_registry: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    _registry[listing.name] = listing
    return listing


def get(name: str) -> Listing:
    """Return the listing with this name, or raise `Http404`."""
    try:
        return _registry[name]
    except KeyError:
        raise Http404 from None


def every() -> list[Listing]:
    return list(_registry.values())


def searched() -> list[Listing]:
    return [listing for listing in every() if listing.is_searched]
