"""Recording what something is made of, and asking whether all of that is as it was."""

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
    """Begin to record what this request reads. `FragmentCache` caches nothing in a view that does not call this first."""
    current = state()
    if current.is_in_request:
        current.recordings = [Recording(connection.content.versions())]


def recorded(view):
    """A view of which pages or parts are cached: what it reads is recorded from its first statement on."""

    @wraps(view)
    def wrapper(*args, **kwargs):
        begin()
        return view(*args, **kwargs)

    return wrapper


def reads_so_far() -> Reads:
    """What a `recorded` view has read."""
    return state().recordings[0].reads


def record() -> AbstractContextManager[Recording]:
    return recording(connection.content.versions())


def is_current(reads: Reads) -> bool:
    """Whether all that was read is as it was."""
    versions = connection.content.versions()
    return all(
        version == (SharedValue.named[name].digest if name in SharedValue.named else versions.get(name, NEVER_WRITTEN))
        for name, version in reads.items()
    )


def changed_at(reads: Reads) -> int:
    """When one of these tables was last written to, in seconds since 1970."""
    return max((version.changed_at for version in reads.values() if isinstance(version, Version)), default=0)


def is_storable(made: Recording) -> bool:
    """Whether the versions of all that it was made of are known. In tests, reading an untracked model is an error."""
    if made.untracked and settings.CACHE_STRICT:
        names = ", ".join(sorted(made.untracked))
        raise ImproperlyConfigured(f"Something that is cached reads {names}, which CACHE_UNTRACKED_MODELS names.")
    if made.untracked:
        logger.warning("Not cached, as it reads untracked tables: %s", ", ".join(sorted(made.untracked)))
    return not made.untracked and not made.is_spoilt


def note(reads: Reads) -> None:
    """What comes from a cache was read from those tables."""
    for each in state().recordings:
        each.reads |= reads


class SharedValue:
    """A value that nearly every request needs, held in this process until a table changes that it was read from.

    What is cached depends on its content, not on those tables: the sections of the site are pages, and stay the same
    when another page is published.
    """

    named: dict[str, "SharedValue"] = {}

    def __init__(self, name: str, read: Callable[[], Any]):
        self._name, self._read, self._held = name, read, None
        self.named[name] = self

    def get(self) -> Any:
        value, digest, _reads = self._current()
        note({self._name: digest})
        return value

    @property
    def digest(self) -> str:
        return self._current()[1]

    def _current(self) -> tuple[Any, str, Reads]:
        held = self._held
        if held is None or not is_current(held[2]):
            with recording(connection.content.versions(), is_alone=True) as made:
                value = self._read()
            held = value, sha256(repr(value).encode()).hexdigest(), made.reads
            self._held = held
        return held
