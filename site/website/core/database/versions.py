"""Versions of the tables that readers see: raised by writes, recorded by reads.

A version is a random number. A counter would reuse the versions of a transaction that was rolled back, or of a
database that was restored from a backup, for other content.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic, time

from django.apps import apps
from django.db import transaction

from website.core.database.statements import VERSIONS_TABLE, Statement, parse, tables

logger = logging.getLogger(__name__)
_READ = "SELECT table_name, number, changed_at FROM core_contentversion"
_RAISE = "INSERT INTO core_contentversion (table_name, number, changed_at)"
_OR_REPLACE = "ON CONFLICT (table_name) DO UPDATE SET number = excluded.number, changed_at = excluded.changed_at"
# How long versions that were read outside a request (in tasks and commands) are used.
SECONDS = 60


@dataclass(frozen=True)
class Version:
    """`changed_at` is when the table was last written to, in whole seconds since 1970, the precision of HTTP."""

    number: int
    changed_at: int


NEVER_WRITTEN = Version(0, 0)


class Recording:
    """The tables that are read while a piece of content is made, with their versions from before.

    `is_spoilt` is set when something is written meanwhile: the versions may then not match what was read.
    """

    def __init__(self, versions: dict[str, Version]):
        self._versions = versions
        self.reads: dict[str, Version | str] = {}
        self.untracked: set[str] = set()
        self.is_spoilt = False
        self.add_tables(tables().hidden_reads)

    def add_tables(self, names, untracked=()) -> None:
        for name in names:
            self.reads[name] = self._versions.get(name, NEVER_WRITTEN)
        self.untracked.update(untracked)


@dataclass
class State:
    """The state of a thread: the versions as last read, and the running recordings."""

    versions: dict[str, Version] | None = None
    read_at: float = 0
    is_in_request: bool = False
    recordings: list[Recording] = field(default_factory=list)


_state: ContextVar[State] = ContextVar("content_versions")


def state() -> State:
    try:
        return _state.get()
    except LookupError:
        _state.set(State())
        return _state.get()


def begin_request(**kwargs) -> None:
    _state.set(State(is_in_request=True))


def end_request(**kwargs) -> None:
    _state.set(State())


@contextmanager
def recording(versions: dict[str, Version], is_alone: bool = False) -> Iterator[Recording]:
    """Record what the block reads. If `is_alone`, the enclosing recordings do not record it."""
    current, own = state(), Recording(versions)
    around = current.recordings
    current.recordings = [own] if is_alone else [*around, own]
    try:
        yield own
    finally:
        current.recordings = around


class VersionTracker:
    """Collect the tables that a connection's transaction writes to, and raise their versions before it commits.

    Raising is the last statement of the transaction and locks the rows in the order of the tables' names. No
    transaction waits for another lock after it, so versions cause no deadlocks and are locked only during the commit.
    """

    def __init__(self, connection):
        self.connection = connection
        self.is_migrating = False
        self.reset()

    def reset(self) -> None:
        """Start anew after the transaction was committed, rolled back or lost with its connection."""
        self._changed: set[str] = set()
        self._pending: set[str] = set()

    def __call__(self, execute, sql, params, many, context):
        """Execute a statement and note its tables (one of `connection.execute_wrappers`)."""
        if not apps.models_ready:
            return execute(sql, params, many, context)
        statement = parse(sql if isinstance(sql, str) else str(sql))
        if statement.changes:
            return self._change(statement, execute, sql, params, many, context)
        for each in state().recordings:
            each.add_tables(statement.reads, statement.untracked)
        return execute(sql, params, many, context)

    def _change(self, statement: Statement, execute, sql, params, many, context):
        connection = self.connection
        # SQLite commits an INSERT … RETURNING, and the versions written until then, when its rows are fetched.
        is_held = connection.vendor == "sqlite" and "RETURNING" in sql
        if connection.in_atomic_block or not connection.get_autocommit() or is_held:
            result = execute(sql, params, many, context)
            if not statement.has_row_count or context["cursor"].rowcount != 0:
                self._note(statement.changes)
            if not connection.in_atomic_block and connection.get_autocommit():
                self.raise_versions()
                self.reset()
            return result
        with transaction.atomic(using=connection.alias):
            return self._change(statement, execute, sql, params, many, context)

    def _note(self, names) -> None:
        self._changed |= names
        self._pending |= names
        current = state()
        current.versions = None
        for each in current.recordings:
            each.is_spoilt = True

    def savepoint_rolled_back(self) -> None:
        """Raise all versions again: those raised within the savepoint were rolled back with it."""
        self._pending = set(self._changed)
        state().versions = None

    def rolled_back(self) -> None:
        self.reset()
        state().versions = None

    def raise_versions(self) -> None:
        if not self._pending or (self.is_migrating and not self._has_table()):
            return
        names, number, now = sorted(self._pending), secrets.randbits(63), int(time())
        self._pending = set()
        rows = ", ".join(["(%s, %s, %s)"] * len(names))
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"{_RAISE} VALUES {rows} {_OR_REPLACE}", [value for name in names for value in (name, number, now)]
            )

    def versions(self) -> dict[str, Version]:
        """Return the version of each table that was ever written to: read once per request, and again after a write."""
        current = state()
        if self._pending and self.connection.in_atomic_block:
            self.raise_versions()
        is_fresh = current.is_in_request or monotonic() - current.read_at < SECONDS
        if current.versions is None or not is_fresh:
            with self.connection.cursor() as cursor:
                cursor.execute(_READ)
                current.versions = {name: Version(number, at) for name, number, at in cursor.fetchall()}
            current.read_at = monotonic()
        return current.versions

    def begin_migrating(self) -> None:
        """Do not raise versions while their table does not exist yet."""
        self.is_migrating = True

    def end_migrating(self) -> None:
        self.is_migrating = not self._has_table()

    def _has_table(self) -> bool:
        return VERSIONS_TABLE in self.connection.introspection.table_names()
