"""Shared test tools: a client that rejects faulty pages, strict template variables, and statement counts."""

import os
import signal
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.template.base import FilterExpression, Node
from django.template.defaulttags import WithNode
from django.template.loader_tags import IncludeNode
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from tests.markup import faults
from tests.statement_counts import COUNTS, update
from website.core import sections
from website.core.database.versions import state

OWN_TEMPLATES = str(settings.ROOT / "templates")


def uses_services(item) -> bool:
    """Return whether the test may use the database, the cache or a live server."""
    marks = {mark.name for mark in item.iter_markers()}
    return bool(
        marks & {"django_db", "browser", "postgres", "elasticsearch"}
        or {"db", "transactional_db", "live_server", "use_cache"} & set(item.fixturenames)
    )


class StrictClient(Client):
    """A client that runs on-commit callbacks and fails on HTML pages with faults or without a policy.

    See `tests/markup.py` for the faults.
    """

    def request(self, **request):
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            self._refuse_faulty_page(response, request["PATH_INFO"])
        return response

    @staticmethod
    def _refuse_faulty_page(response, path: str) -> None:
        policy = response.get("Content-Security-Policy")
        assert policy, f"the page {path} has no content security policy"
        # The markup of the CMS is Wagtail's.
        found = [] if path.startswith("/cms/") else faults(response.content.decode(), policy)
        assert not found, f"the page {path} has faults:\n" + "\n".join(found)


def read_to_the_end(response) -> None:
    """Consume a streamed response, which closes its file; `close()` would also close the test's database connection."""
    if response.streaming:
        b"".join(response.streaming_content)


class UndefinedVariable(str):
    """A `string_if_invalid` that fails the test if one of our templates renders an undefined variable.

    A template may test an undefined variable (`{% if %}`, `{% for %}`), and may pass a bare name on to a component
    (`{% include "…" with image=photo %}`), but not an undefined attribute. The templates of packages rely on undefined
    variables: these stay empty, as in production.
    """

    __slots__ = ()

    def __bool__(self):
        return sys._getframe(1).f_code is FilterExpression.resolve.__code__ and _node_of_ours() is not None

    def __contains__(self, text):
        return _node_of_ours() is not None

    def __mod__(self, variable):
        if isinstance(_node_of_ours(), IncludeNode | WithNode) and len(getattr(variable, "lookups", "..")) == 1:
            return self
        return self._refuse(variable)

    def __str__(self):
        return self._refuse("a value that was passed on") if _node_of_ours() else ""

    __html__ = __str__

    @staticmethod
    def _refuse(what):
        pytest.fail(f"{what} is undefined in {_node_of_ours().origin}")


def _node_of_ours() -> Node | None:
    """Return the innermost node being rendered if it belongs to one of our templates."""
    frame = sys._getframe(1)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node):
            return node if str(node.origin).startswith(OWN_TEMPLATES) else None
        frame = frame.f_back
    return None


def versions(*models) -> list:
    """Return the content versions of these models' tables, or of all tables."""
    connection.content.raise_versions()
    state().versions = None  # other threads may have written
    found = connection.content.versions()
    return [found.get(model._meta.db_table) for model in models] if models else sorted(found.items())


@contextmanager
def no_runaway(seconds: float = 20):
    """Fail the test if the block uses more than this many seconds of CPU time.

    Code that runs in linear time needs a second or two for the longest text; code that backtracks needs hours. The
    limit only has to separate the two, so the load of the machine does not matter.
    """

    def stop(signum, frame):
        pytest.fail("the work grows faster than its input")

    previous = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


@contextmanager
def statements(name: str, *, plus: int = 0):
    """Fail unless the block executes the number of SQL statements in the table for `name`, plus `plus`.

    The versions of tables that the test has written to are raised first, as a commit does. The versions and the
    sections are then read, so that the number does not depend on what this process has read before.
    """
    connection.content.raise_versions()
    sections.all_sections()
    connection.content.versions()
    with CaptureQueriesContext(connection) as captured:
        yield
    number = update(name, len(captured) - plus) if updates_statements() else COUNTS[name]
    listing = "\n".join(query["sql"][:200] for query in captured)
    expected = number + plus
    assert len(captured) == expected, f"{name}: {len(captured)} statements, not {expected}:\n{listing}"


def updates_statements() -> bool:
    return bool(os.environ.get("UPDATE_STATEMENTS"))
