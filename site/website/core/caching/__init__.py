"""Caches of rendered content that are exact: an entry is served only while every table it was read from is unchanged.

Nothing is declared and nothing is invalidated by hand. `website.core.database` keeps a version of each table; while
something is rendered, the tables that it reads are recorded, and an entry holds their versions as they were before.
"""

from website.core.caching.bodies import Body, BodyCache
from website.core.caching.fragments import FragmentCache, PublicPageCache, cache_key, cached_fragment
from website.core.caching.listings import AnonymousPageCache, SharedPageCache, listing_key
from website.core.caching.memo import clear_memo, memoize_on
from website.core.caching.recording import SharedValue, changed_at, reads_so_far, recorded

__all__ = [
    "AnonymousPageCache", "Body", "BodyCache", "FragmentCache", "PublicPageCache", "SharedPageCache", "SharedValue",
    "cache_key", "cached_fragment", "changed_at", "clear_memo", "listing_key", "memoize_on", "reads_so_far", "recorded",
]  # fmt: skip
