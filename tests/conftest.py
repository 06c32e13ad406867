"""Strict test configuration: invalid pages fail, no test reaches the network, and CI skips no test.

CI runs the suite twice. On SQLite it runs all tests that need no service. On PostgreSQL, with Redis and
Elasticsearch, it runs only the tests that use the database, the cache or a service: the others are pure and give the
same result on both. No mark is needed: a test without the fixtures and marks of pytest-django cannot reach the
database, and this file blocks its access to the cache as well.

`pytest --shuffle 7` runs the tests in a random order with that seed. Tests do not depend on their order: a test that
commits restores the database, and hypothesis uses the same examples in every run (`--hypothesis-profile explore`
generates new ones).
"""

import gc
import os
import random
import shutil
import socket

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.base import BaseCache
from django.db import connection
from django.template import engines
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests import database
from tests.testing import StrictClient, UndefinedVariable, uses_services

IN_CI = bool(os.environ.get("CI"))
# The duration of an example depends on the load of the machine.
hypothesis_settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis_settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis_settings.load_profile("repeatable")
# Mark: (whether its service is available, how to provide it).
SERVICES = {
    "browser": (lambda: shutil.which("chromium"), "Debian's chromium on the path"),
    "gettext": (lambda: shutil.which("xgettext"), "Debian's gettext on the path"),
    "postgres": (lambda: "postgresql" in settings.DATABASES["default"]["ENGINE"], "DATABASE_URL=postgres://…"),
    "elasticsearch": (lambda: os.environ.get("SEARCH_URL"), "SEARCH_URL=http://… of an Elasticsearch 9"),
}
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - used for comparison, never bound


def pytest_configure(config):
    """Give each xdist worker its own Redis database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    cache_settings = settings.CACHES["default"]
    if worker and "redis" in cache_settings["BACKEND"]:
        cache_settings["LOCATION"] = cache_settings["LOCATION"].rpartition("/")[0] + f"/{int(worker[2:]) + 1}"


def _missing(item) -> list[str]:
    marks = {mark.name for mark in item.iter_markers()}
    return [hint for name, (is_available, hint) in SERVICES.items() if name in marks and not is_available()]


def pytest_addoption(parser):
    parser.addoption("--shuffle", metavar="SEED", help="run the tests in a random order, the same for the same seed")


def pytest_collection_modifyitems(config, items):
    """Deselect tests whose service is missing (in CI they fail instead), and on PostgreSQL those that use no service."""
    left_out = [] if IN_CI else [item for item in items if _missing(item)]
    if connection.vendor == "postgresql":
        left_out += [item for item in items if not uses_services(item)]
    if seed := config.getoption("shuffle"):
        random.Random(seed).shuffle(items)  # noqa: S311 - not used for security
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish(session):
    """Exempt imported and collected objects from garbage collection, which saves a twentieth of the run time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_runtest_setup(item):
    if missing := _missing(item):
        pytest.fail(f"this test needs {', '.join(missing)}", pytrace=False)


def pytest_sessionfinish(session, exitstatus):
    """In CI, fail the run if a test was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped"):
        reporter.write_line("A test was skipped, which is a failure here.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _undefined_variables_fail():
    engines["django"].engine.string_if_invalid = UndefinedVariable()


@pytest.fixture(scope="session", autouse=True)
def _no_network():
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def connect_to_loopback(self, address):
        _refuse_remote_host(address[0] if isinstance(address, tuple) else "localhost")
        return connect(self, address)

    def resolve_loopback(host, *args, **kwargs):
        _refuse_remote_host(host or "localhost")
        return resolve(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_to_loopback)
        patch.setattr(socket, "getaddrinfo", resolve_loopback)
        yield


def _refuse_remote_host(host) -> None:
    host = host.decode() if isinstance(host, bytes) else host
    if not host.startswith(LOOPBACK):
        pytest.fail(f"something wanted to reach {host} over the network")


@pytest.fixture(autouse=True)
def _empty_cache(request, monkeypatch):
    if uses_services(request.node):
        cache.clear()
    else:
        monkeypatch.setattr(caches._connections, DEFAULT_CACHE_ALIAS, UnavailableCache(), raising=False)


@pytest.fixture
def use_cache():
    """Mark a test that needs the cache but no database, so that it also runs with Redis."""


class UnavailableCache(BaseCache):
    """The cache of a test that declares no service: any access fails the test."""

    def __init__(self):
        super().__init__({})

    def _refuse(self, *args, **kwargs):
        pytest.fail("this test uses the cache: it needs the fixture use_cache (or db)")

    add = get = set = touch = delete = clear = has_key = _refuse


@pytest.fixture(autouse=True)
def _reset_language():
    """Reset the active language, which the last request of the previous test may have changed."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def english():
    """Activate English, for tests that compare texts or addresses in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_mail_to_real_addresses():
    """Fail a test that sends mail to an address outside example.org."""
    yield
    outsiders = [
        address
        for message in getattr(mail, "outbox", [])
        for address in message.recipients()
        if not address.rstrip(">").endswith(("@example.org", ".example.org"))
    ]
    assert outsiders == []


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker, django_db_createdb):
    """Provide a copy of the database as `set_up_site` leaves it; see `tests/database.py`.

    The copy is renewed after each test that commits, so no test depends on earlier ones.
    """
    test_database = database.of(connection)
    with django_db_blocker.unblock():
        test_database.set_up(rebuild=django_db_createdb)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: test_database.reset())
        yield
    with django_db_blocker.unblock():
        test_database.drop()


@pytest.fixture
def site(db):
    """The page trees, vocabularies, groups and workflow that `set_up_site` creates.

    They are in every test's database; a test requests this fixture to state that it needs them.
    """


@pytest.fixture
def client():
    return StrictClient()
