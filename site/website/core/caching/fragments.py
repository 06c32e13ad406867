"""Rendered parts of pages, each for all readers that see the same."""

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
    """A key for everything that the content depends on and that is not read while it is rendered.

    Rows count with all that was loaded of them.
    """
    return f"{kind}:{sha256(pickle.dumps((get_language(), parts))).hexdigest()}"


def cached_fragment(kind: str, *parts, render: Callable[[], str]) -> SafeString:
    """What `render()` returns for these parts of the key, from the cache where no table has changed either."""
    key = cache_key(kind, *parts)
    entry = cache.get(key)
    if entry is not None and is_current(entry[0]):
        note(entry[0])
    else:
        with record() as made:
            entry = made.reads, str(render())
        if is_storable(made):
            cache.set(key, entry, SECONDS)
    return mark_safe(entry[1])  # noqa: S308 - from a template


@dataclass
class Entry:
    """What a `FragmentCache` stores."""

    reads: Reads
    parts: dict[str, str]
    values: dict[str, Any]

    @property
    def size(self) -> int:
        return len(self.parts) + len(self.values)


class FragmentCache:
    """Parts of a page that are the same for every reader with the same key.

    A template marks them with `{% cached "name" %}` (`page_cache`) or `{% cached "name" in shared %}`; a view keeps what
    it reads for them in `value`. They depend on all that the request has read since `begin()`. Without a key nothing is
    cached.
    """

    # Whether nothing that the request reads may be its reader's alone.
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
        """Whether something of the page was found in the cache."""
        return self._stored_size > 0

    def __contains__(self, name: str) -> bool:
        return name in self._entry.parts

    def part(self, name: str, render: Callable[[], str]) -> str:
        return self._get(self._entry.parts, name, render)

    def value(self, name: str, read: Callable[[], Any]) -> Any:
        return self._get(self._entry.values, name, read)

    def _get(self, held: dict, name: str, make: Callable[[], Any]) -> Any:
        if self.key is None:
            return make()
        if name not in held:
            with record() as made:
                held[name] = make()
            self._is_storable = self._is_storable and is_storable(made)
        return held[name]

    def store(self, response=None) -> None:
        """To be called when the page has been rendered without errors."""
        if not self.key or self._entry.size == self._stored_size or not self._is_storable or self._request.is_spoilt:
            return
        if self.is_for_everybody and not is_storable(self._request):
            return
        self._entry.reads |= self._request.reads
        cache.set(self.key, self._entry, SECONDS)


class PublicPageCache(FragmentCache):
    """The page that everybody reads who has not signed in."""

    is_for_everybody = True
