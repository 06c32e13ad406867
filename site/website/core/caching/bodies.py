"""Cache of whole response bodies: feeds, calendars and exports."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain

from django.core.cache import cache
from django.utils import timezone
from django.utils.http import quote_etag

from website.core.caching.fragments import SECONDS
from website.core.caching.recording import Reads, changed_at, is_current, is_storable
from website.core.database.versions import state

# In bytes as stored. Larger bodies are not cached. A calendar of thousands of events fits because it is compressed.
LARGEST = 1_000_000
COMPRESSED_FROM = 200_000


@dataclass(frozen=True)
class Body:
    """`data` is the body, gzipped if `is_compressed`. If the body is too long to cache, `rest` yields what follows `data`."""

    data: bytes
    is_compressed: bool = False
    rest: Iterator[bytes] | None = None

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.data) if self.is_compressed else self.data

    def chunks(self) -> Iterator[bytes]:
        return chain([self.data], self.rest or ())


@dataclass(frozen=True)
class _Head:
    """The part of a cache entry that answers conditional requests."""

    reads: Reads
    etag: str
    is_compressed: bool = False


class BodyCache:
    """A cached body with its entity tag and its date of change. Without a key nothing is cached."""

    def __init__(self, key: str | None, changes_daily: bool = False):
        self._key, self._changes_daily = key, changes_daily
        head = cache.get(key) if key else None
        self._head = head if head and is_current(head.reads) else None

    @property
    def etag(self) -> str | None:
        return self._head.etag if self._head else None

    @property
    def is_compressed(self) -> bool:
        """Whether the body is stored compressed, and so has two representations."""
        return bool(self._head and self._head.is_compressed)

    @cached_property
    def changed_at(self) -> int | None:
        """When the content last changed, in seconds since 1970. None if nothing is cached."""
        if not self._head or not self._key:
            return None
        midnight = timezone.now().replace(hour=0, minute=0, second=0)
        return max(changed_at(self._head.reads), int(midnight.timestamp()) if self._changes_daily else 0)

    def body(self) -> Body | None:
        return cache.get(f"{self._key}:{self.etag}") if self._key and self._head else None

    def store(self, made: bytes | Iterator[bytes]) -> Body:
        """Cache a body, given whole or in pieces, and return it. A body that is too long gets no entity tag."""
        body = Body(made) if isinstance(made, bytes) else _gather(made)
        if body.rest is not None:
            return body
        request = state().recordings[0]
        etag = quote_etag(sha256(body.data).hexdigest()[:32])
        # Compressing can take longer than rendering, so only bodies that are requested again are compressed.
        is_long, is_repeated = len(body.data) >= COMPRESSED_FROM, self._head is not None
        if self._key and is_long and is_repeated:
            body = Body(gzip.compress(body.data, compresslevel=1, mtime=0), is_compressed=True)
        self._head = _Head(request.reads, etag, body.is_compressed)
        if self._key and is_storable(request):
            self._store(body, with_body=is_repeated or not is_long)
        return body

    def _store(self, body: Body, with_body: bool) -> None:
        entries = {self._key: self._head}
        if with_body and len(body.data) <= LARGEST:
            entries[f"{self._key}:{self.etag}"] = body
        cache.set_many(entries, SECONDS)


def _gather(pieces: Iterator[bytes]) -> Body:
    """Join the pieces, or only the first ones if the body is too long to be cached."""
    gathered, size = [], 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size > LARGEST:
            return Body(b"".join(gathered), rest=pieces)
    return Body(b"".join(gathered))
