"""A hostile house: what is sloppy fails, nothing reaches the network, and a missing service is no excuse in CI.

The suite runs twice in CI. On SQLite all tests run that need no service. On PostgreSQL, with Redis and Elasticsearch,
only those run that use the database, the cache or a service: the others take text and return text, and give the same
result on both. Nobody has to mark them: a test without the fixtures and marks of pytest-django cannot reach the
database, and here it cannot reach the cache either.

`pytest --shuffle 7` runs the tests in the order of that seed. The order is free: a test that commits leaves the
database as it found it, and the examples of hypothesis are the same in every run (`--hypothesis-profile explore`
looks for new ones).
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
# How long an example takes depends on what else the machine does.
hypothesis_settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis_settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis_settings.load_profile("repeatable")
# What a mark stands for: whether it is here, and how to bring it.
SERVICES = {
    "browser": (lambda: shutil.which("chromium"), "Debian's chromium on the path"),
    "gettext": (lambda: shutil.which("xgettext"), "Debian's gettext on the path"),
    "postgres": (lambda: "postgresql" in settings.DATABASES["default"]["ENGINE"], "DATABASE_URL=postgres://…"),
    "elasticsearch": (lambda: os.environ.get("SEARCH_URL"), "SEARCH_URL=http://… of an Elasticsearch 9"),
}
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - compared with, never bound to


def pytest_configure(config):
    """Workers that run beside each other on one Redis have a database of it each."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    cache_settings = settings.CACHES["default"]
    if worker and "redis" in cache_settings["BACKEND"]:
        cache_settings["LOCATION"] = cache_settings["LOCATION"].rpartition("/")[0] + f"/{int(worker[2:]) + 1}"


def _missing(item) -> list[str]:
    marks = {mark.name for mark in item.iter_markers()}
    return [how for name, (is_here, how) in SERVICES.items() if name in marks and not is_here()]


def pytest_addoption(parser):
    parser.addoption("--shuffle", metavar="SEED", help="run the tests in a random order, the same for the same seed")


def pytest_collection_modifyitems(config, items):
    """Leave out tests whose service is not here, unless in CI, where they fail; and what SQLite's run has shown."""
    left_out = [] if IN_CI else [item for item in items if _missing(item)]
    if connection.vendor == "postgresql":
        left_out += [item for item in items if not uses_services(item)]
    if seed := config.getoption("shuffle"):
        random.Random(seed).shuffle(items)  # noqa: S311 - an order, no secret
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish(session):
    """What is imported and collected stays: looking through it again and again takes a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_runtest_setup(item):
    if missing := _missing(item):
        pytest.fail(f"this test needs {', '.join(missing)}", pytrace=False)


def pytest_sessionfinish(session, exitstatus):
    """In CI nothing may be skipped."""
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

    def connect_nearby(self, address):
        _refuse_far_away(address[0] if isinstance(address, tuple) else "localhost")
        return connect(self, address)

    def resolve_nearby(host, *args, **kwargs):
        _refuse_far_away(host or "localhost")
        return resolve(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_nearby)
        patch.setattr(socket, "getaddrinfo", resolve_nearby)
        yield


def _refuse_far_away(host) -> None:
    host = host.decode() if isinstance(host, bytes) else host
    if not host.startswith(LOOPBACK):
        pytest.fail(f"something wanted to reach {host} over the network")


@pytest.fixture(autouse=True)
def _empty_cache(request, monkeypatch):
    if uses_services(request.node):
        cache.clear()
    else:
        monkeypatch.setattr(caches._connections, DEFAULT_CACHE_ALIAS, OutOfReach(), raising=False)


@pytest.fixture
def use_cache():
    """Names a test that needs the cache and no database, so that it runs on Redis too."""


class OutOfReach(BaseCache):
    """The cache of a test that is run without Redis: it fails the test."""

    def __init__(self):
        super().__init__({})

    def _refuse(self, *args, **kwargs):
        pytest.fail("this test uses the cache: it needs the fixture use_cache (or db)")

    add = get = set = touch = delete = clear = has_key = _refuse


@pytest.fixture(autouse=True)
def _own_language():
    """The language of a test's last request is not that of the next test."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def english():
    """What is said and where, where a test compares it in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _mail_stays_in_the_family():
    """Nobody real is ever written to: example.org is nobody's."""
    yield
    strangers = [
        address
        for message in getattr(mail, "outbox", [])
        for address in message.recipients()
        if not address.rstrip(">").endswith(("@example.org", ".example.org"))
    ]
    assert strangers == []


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker, django_db_createdb):
    """Every test starts from a copy of the database as `set_up_site` leaves it: see `tests/database.py`.

    A test that commits leaves such a copy behind as well, so no test depends on what ran before.
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
    """The languages' trees, vocabularies, groups and workflow, as after `set_up_site`.

    They are in every test's database; naming the fixture says that the test needs them.
    """


@pytest.fixture
def client():
    return StrictClient()
