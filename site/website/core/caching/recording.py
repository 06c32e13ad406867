"""Record which tables a piece of content is read from, and check whether they have changed."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from website.core.database.versions import NEVER_WRITTEN, Recording, Version, recording, state

logger = logging.getLogger(__name__)

Reads = dict[str, Version | str]


def begin() -> None:
    """Begin to record what this request reads. In a view that does not call this, `FragmentCache` caches nothing."""
    current = state()
    if current.is_in_request:
        current.recordings = [Recording(connection.content.versions())]


def recorded(view):
    """Decorate a view that caches its page or parts of it: record what it reads from its first statement on."""

    @wraps(view)
    def wrapper(*args, **kwargs):
        begin()
        return view(*args, **kwargs)

    return wrapper


def reads_so_far() -> Reads:
    """Return the tables that a `recorded` view has read up to now."""
    return state().recordings[0].reads


def record() -> AbstractContextManager[Recording]:
    return recording(connection.content.versions())


def is_current(reads: Reads) -> bool:
    """Return whether nothing in `reads` has changed since."""
    versions = connection.content.versions()
    return all(
        version == (SharedValue.named[name].digest if name in SharedValue.named else versions.get(name, NEVER_WRITTEN))
        for name, version in reads.items()
    )


def changed_at(reads: Reads) -> int:
    """Return when one of these tables was last written to, in seconds since 1970."""
    return max((version.changed_at for version in reads.values() if isinstance(version, Version)), default=0)


def is_storable(recording: Recording) -> bool:
    """Return whether the recording has a valid version of everything that was read.

    With `CACHE_STRICT`, as in tests, an untracked table raises `ImproperlyConfigured`.
    """
    if recording.untracked and settings.CACHE_STRICT:
        names = ", ".join(sorted(recording.untracked))
        raise ImproperlyConfigured(f"Cached content reads {names}, which CACHE_UNTRACKED_MODELS lists.")
    if recording.untracked:
        logger.warning("Not cached, as it reads untracked tables: %s", ", ".join(sorted(recording.untracked)))
    return not recording.untracked and not recording.is_spoilt


def note(reads: Reads) -> None:
    """Add the reads of a cached value to all running recordings."""
    for each in state().recordings:
        each.reads |= reads


class SharedValue:
    """A value that nearly every request needs, held in this process until a table that it was read from changes.

    Cached content that uses it depends on the value, not on those tables: the sections of the site, for instance, are
    read from the table of pages, but remain the same when another page is published.
    """

    named: dict[str, "SharedValue"] = {}

    def __init__(self, name: str, read: Callable[[], Any]):
        self._name, self._read, self._current_value = name, read, None
        self.named[name] = self

    def get(self) -> Any:
        value, digest, _reads = self._current()
        note({self._name: digest})
        return value

    @property
    def digest(self) -> str:
        return self._current()[1]

    def _current(self) -> tuple[Any, str, Reads]:
        current = self._current_value
        if current is None or not is_current(current[2]):
            with recording(connection.content.versions(), is_alone=True) as own:
                value = self._read()
            current = value, sha256(repr(value).encode()).hexdigest(), own.reads
            self._current_value = current
        return current
