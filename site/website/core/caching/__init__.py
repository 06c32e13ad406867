"""Exact caches of rendered content: an entry is served only while every table it was read from is unchanged.

No code declares dependencies or invalidates entries. `website.core.database` stores a version of each table. While
content is rendered, the tables that it reads are recorded, and the cache entry contains their versions from before.
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
