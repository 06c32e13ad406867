"""Caches of rendered parts of pages, shared by all readers who see the same content."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from website.core.caching.recording import Reads, is_current, is_storable, note, record
from website.core.database.versions import state

SECONDS = 3600


def cache_key(kind: str, *parts) -> str:
    """Return a cache key for `parts`: everything the content depends on besides what it reads while it is rendered.

    The key contains the active language. A model instance in `parts` contributes all of its loaded fields.
    """
    return f"{kind}:{sha256(pickle.dumps((get_language(), parts))).hexdigest()}"


def cached_fragment(kind: str, *parts, render: Callable[[], str]) -> SafeString:
    """Return the result of `render()`, from the cache if there is a current entry for these `parts`."""
    key = cache_key(kind, *parts)
    entry = cache.get(key)
    if entry is not None and is_current(entry[0]):
        note(entry[0])
    else:
        with record() as recording:
            entry = recording.reads, str(render())
        if is_storable(recording):
            cache.set(key, entry, SECONDS)
    return mark_safe(entry[1])  # noqa: S308 - from a template


@dataclass
class Entry:
    """The cache entry of a `FragmentCache`."""

    reads: Reads
    parts: dict[str, str]
    values: dict[str, Any]

    @property
    def size(self) -> int:
        return len(self.parts) + len(self.values)


class FragmentCache:
    """Parts of a page that are the same for every reader with the same key.

    A template marks them with `{% cached "name" %}` (`page_cache`) or `{% cached "name" in shared %}`; a view stores the
    rows that it reads for them with `value`. The entry depends on everything that the request has read since `begin()`.
    Without a key nothing is cached.
    """

    # Whether the whole request must be cacheable, not only the parts: no table that it reads may be untracked.
    is_for_everybody = False

    def __init__(self, key: str | None):
        current = state()
        self._request = current.recordings[0] if current.recordings else None
        self.key = key if self._request else None
        found = cache.get(self.key) if self.key else None
        self._entry = found if found and is_current(found.reads) else Entry({}, {}, {})
        self._stored_size = self._entry.size
        self._is_storable = True
        if self.is_filled:
            note(self._entry.reads)

    @property
    def is_filled(self) -> bool:
        """Whether an entry was found in the cache."""
        return self._stored_size > 0

    def __contains__(self, name: str) -> bool:
        return name in self._entry.parts

    def part(self, name: str, render: Callable[[], str]) -> str:
        return self._get(self._entry.parts, name, render)

    def value(self, name: str, read: Callable[[], Any]) -> Any:
        return self._get(self._entry.values, name, read)

    def _get(self, cached: dict, name: str, make: Callable[[], Any]) -> Any:
        if self.key is None:
            return make()
        if name not in cached:
            with record() as recording:
                cached[name] = make()
            self._is_storable = self._is_storable and is_storable(recording)
        return cached[name]

    def store(self, response=None) -> None:
        """Write the entry to the cache. Call this when the page has been rendered without errors."""
        if not self.key or self._entry.size == self._stored_size or not self._is_storable or self._request.is_spoilt:
            return
        if self.is_for_everybody and not is_storable(self._request):
            return
        self._entry.reads |= self._request.reads
        cache.set(self.key, self._entry, SECONDS)


class PublicPageCache(FragmentCache):
    """Parts of a page as shown to all readers who are not signed in."""

    is_for_everybody = True
