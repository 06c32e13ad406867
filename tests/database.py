"""The test database: built once, stored as a template, and copied for every run and every worker.

Migrating an empty database takes about 25 seconds and `set_up_site` about 3, so the result of each is stored
under a digest of its inputs:

- *migrated*: the database engine, the installed packages and the migrations of all apps;
- *ready*: the above, the settings that `set_up_site` stores, and every source file of the site.

A SQLite template is a file in `VAR_DIR/tests`; a PostgreSQL template is a database on the same server. A lock makes
concurrent workers build a template only once. Nothing has to be cleared by hand: a change of the sources gives another
digest, and only the most recently used templates are kept.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections, transaction

PREFIX = "eit_template_"
TEMPLATES_KEPT = 8
SOURCES = ("site/website", "community", "experiences")
# Settings that `set_up_site` stores or that influence what it stores.
STORED_SETTINGS = ("SITE_NAME", "BASE_URL", "CALENDAR_UID_HOST", "TASKS")


class TestDatabase:
    """The database that the tests of one process use, and its templates."""

    def __init__(self, connection):
        self.connection = connection
        self.name = connection.creation._get_test_db_name()
        self.migrated, self.ready = _templates(connection.vendor)

    def set_up(self, *, rebuild: bool = False) -> None:
        """Connect to a fresh copy of the ready template; `rebuild` forces new templates."""
        self.connection.close()
        self.connection.settings_dict["NAME"] = self.name
        with self.lock():
            if rebuild or not self.has(self.ready):
                self._build(rebuild=rebuild)
            self.load(self.ready)
            self.remove_unused()
        # Caches must not depend on whether this process has built the template or found it.
        cache.clear()
        ContentType.objects.clear_cache()
        ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)

    def reset(self) -> None:
        """Restore the database to its state after `set_up`; called after a test that has committed."""
        connections.close_all()
        self.load(self.ready)

    def _build(self, *, rebuild: bool) -> None:
        from website.home.actions import set_up_site

        if rebuild or not self.has(self.migrated):
            self.create()
            call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
            self.save(self.migrated)
        else:
            self.load(self.migrated)
            # Permissions and content types follow the models' code, which may have changed without a migration.
            call_command("migrate", interactive=False, verbosity=0)
        set_up_site("testserver")
        self.save(self.ready)


class SQLiteDatabase(TestDatabase):
    """A database in memory; its templates are files."""

    def __init__(self, connection):
        super().__init__(connection)
        self.folder = settings.VAR / "tests"

    @contextmanager
    def lock(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def create(self) -> None:
        """Do nothing: connecting creates an empty database in memory."""

    def drop(self) -> None:
        """Do nothing: the database disappears with the process."""

    def has(self, template: str) -> bool:
        return self._path(template).exists()

    def save(self, template: str) -> None:
        unfinished = self.folder / "unfinished"
        unfinished.unlink(missing_ok=True)
        self.connection.ensure_connection()
        with closing(sqlite3.connect(unfinished)) as file:
            self.connection.connection.backup(file)
        unfinished.rename(self._path(template))

    def load(self, template: str) -> None:
        self.connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{self._path(template)}?mode=ro", uri=True)) as file:
            file.backup(self.connection.connection)

    def remove_unused(self) -> None:
        for template in (self.migrated, self.ready):
            os.utime(self._path(template))
        by_use = sorted(self.folder.glob(f"{PREFIX}*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in by_use[TEMPLATES_KEPT:]:
            path.unlink()

    def _path(self, template: str) -> Path:
        return self.folder / f"{template}.sqlite3"


class PostgreSQLDatabase(TestDatabase):
    """A database on a server; its templates are databases on the same server."""

    # An arbitrary number that no other program on the server uses as an advisory lock.
    LOCK = 5_431_207_733

    @contextmanager
    def lock(self) -> Iterator[None]:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [self.LOCK])
            yield  # closing the connection releases the lock

    def create(self) -> None:
        self._copy(self.name, "template1")

    def drop(self) -> None:
        self.connection.close()
        with self.connection._nodb_cursor() as cursor:
            self._drop(cursor, self.name)

    def has(self, template: str) -> bool:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
            return cursor.fetchone() is not None

    def save(self, template: str) -> None:
        self._copy(template, self.name)

    def load(self, template: str) -> None:
        self._copy(self.name, template)

    def remove_unused(self) -> None:
        now = datetime.now(UTC).isoformat()
        with self.connection._nodb_cursor() as cursor:
            for template in (self.migrated, self.ready):
                cursor.execute(f"COMMENT ON DATABASE {self._quoted(template)} IS '{now}'")
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
                " ORDER BY shobj_description(oid, 'pg_database') DESC NULLS LAST",
                [PREFIX],
            )
            for (template,) in cursor.fetchall()[TEMPLATES_KEPT:]:
                self._drop(cursor, template)

    def _copy(self, name: str, template: str) -> None:
        # PostgreSQL refuses to copy a database that has connections.
        self.connection.close()
        with self.connection._nodb_cursor() as cursor:
            self._drop(cursor, name)
            cursor.execute(f"CREATE DATABASE {self._quoted(name)} TEMPLATE {self._quoted(template)}")

    def _drop(self, cursor, name: str) -> None:
        cursor.execute(f"DROP DATABASE IF EXISTS {self._quoted(name)} WITH (FORCE)")

    def _quoted(self, name: str) -> str:
        return self.connection.ops.quote_name(name)


@contextmanager
def undone() -> Iterator[None]:
    """Roll back all database changes of the block."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def rows_of_a_module(django_db_blocker) -> Iterator[None]:
    """For a module-scoped fixture: rows created before it yields exist for all tests of the module.

    Each test runs in a transaction inside this one, so its changes are rolled back when it ends. The rows are shared
    and model instances must not be: such a fixture yields primary keys, or loads instances on access.
    """
    with django_db_blocker.unblock(), undone():
        yield


def of(connection) -> TestDatabase:
    return (PostgreSQLDatabase if connection.vendor == "postgresql" else SQLiteDatabase)(connection)


def _templates(vendor: str) -> tuple[str, str]:
    """Return the names of the migrated template and of the ready one."""
    packages = sorted(f"{package.name} {package.version}" for package in distributions())
    folders = [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    migrations = sorted(path for folder in folders for path in folder.glob("*.py"))
    migrated = _digest([vendor, *packages], migrations)
    sources = sorted(path for folder in SOURCES for path in _sources(settings.ROOT / folder))
    ready = _digest([migrated, *(repr(getattr(settings, name)) for name in STORED_SETTINGS)], sources)
    return PREFIX + migrated, PREFIX + ready


def _sources(folder: Path) -> Iterator[Path]:
    """Yield the files that influence the stored rows: all but static files and compiled modules."""
    for path in folder.rglob("*"):
        if path.is_file() and not {"static", "__pycache__"} & set(path.relative_to(folder).parts):
            yield path


def _digest(values, paths) -> str:
    digest = sha256("\n".join(values).encode())
    for path in paths:
        content = path.read_bytes()
        digest.update(f"\n{'/'.join(path.parts[-3:])} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:20]
