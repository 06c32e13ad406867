"""Caches of the pages of listings."""

from django.utils import timezone

from website.core.caching.fragments import FragmentCache, PublicPageCache, cache_key


def listing_key(request, listing, *parts, names: tuple[str, ...] = ()) -> str:
    """Return a cache key made of the URL, its filters, the parameters in `names`, the date and `parts`."""
    # Read from the query string: building the filter form takes longer than the rest of a 304 response.
    given = ((name, request.GET.getlist(name)) for name in (*listing.filterset.base_filters, *names))
    pairs = [(name, values) for name, values in given if any(values)]
    return cache_key("listing", request.build_absolute_uri(request.path), pairs, timezone.now().date(), *parts)


class AnonymousPageCache(PublicPageCache):
    """The page of a listing as shown to readers who are not signed in.

    Search results are not cached, because a search engine lags behind the database.
    """

    def __init__(self, request, listing, names: tuple[str, ...] = ("page",)):
        key = None
        if listing.is_public and not request.user.is_authenticated and not request.GET.get("q"):
            moment = timezone.now().replace(second=0, microsecond=0) if listing.changes_daily else None
            key = listing_key(request, listing, "visitor", moment, names=names)
        super().__init__(key)


class SharedPageCache(FragmentCache):
    """The parts of a listing's page that are the same for all signed-in users with the same `Listing.shared_by`."""

    def __init__(self, request, listing, names: tuple[str, ...] = ("page",)):
        key = None
        is_own = any(request.GET.get(name) for name in ("q", *listing.own_filters))
        if listing.shared_by and request.user.is_authenticated and not is_own:
            key = listing_key(request, listing, "member", listing.shared_by(request.user), names=names)
        super().__init__(key)
