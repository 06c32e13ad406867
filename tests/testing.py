"""What tests share: a client that refuses sloppy pages, and query counts that say what was asked."""

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

OWN_TEMPLATES = str(settings.ROOT / "templates")


def uses_services(item) -> bool:
    """Whether the test may reach the database, the cache or a server of its own."""
    marks = {mark.name for mark in item.iter_markers()}
    return bool(
        marks & {"django_db", "browser", "postgres", "elasticsearch"}
        or {"db", "transactional_db", "live_server", "use_cache"} & set(item.fixturenames)
    )


class StrictClient(Client):
    """Runs on-commit callbacks as a real request would, and refuses pages that a strict CSP or a reader would."""

    def request(self, **request):
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            self._refuse_sloppy(response, request["PATH_INFO"])
        return response

    @staticmethod
    def _refuse_sloppy(response, path: str) -> None:
        policy = response.get("Content-Security-Policy")
        assert policy, f"the page {path} has no content security policy"
        # The CMS is Wagtail's own markup.
        found = [] if path.startswith("/cms/") else faults(response.content.decode(), policy)
        assert not found, f"the page {path} is sloppy:\n" + "\n".join(found)


def read_to_the_end(response) -> None:
    """Of a streamed answer, which closes its file; `close()` would close the test's own database connection as well."""
    if response.streaming:
        b"".join(response.streaming_content)


class UndefinedVariable(str):
    """A `string_if_invalid` that fails the test where a template of ours shows what is not there.

    A missing value may be asked about (`{% if %}`, `{% for %}`), and a bare name may be handed on to a component
    that can do without it (`{% include "…" with image=photo %}`); an attribute that is not there may not.
    Packages' templates lean on undefined variables: theirs stay empty, as in production.
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
        return self._refuse("a value that was handed on") if _node_of_ours() else ""

    __html__ = __str__

    @staticmethod
    def _refuse(what):
        pytest.fail(f"{what} is undefined in {_node_of_ours().origin}")


def _node_of_ours() -> Node | None:
    """The innermost node being rendered, if it stands in a template of ours."""
    frame = sys._getframe(1)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node):
            return node if str(node.origin).startswith(OWN_TEMPLATES) else None
        frame = frame.f_back
    return None


def versions(*models) -> list:
    """The content versions of these models' tables, or of all tables."""
    connection.content.raise_versions()
    found = connection.content.versions()
    return [found.get(model._meta.db_table) for model in models] if models else sorted(found.items())


@contextmanager
def no_runaway(seconds: float = 20):
    """Fails the test when the block takes more than so many seconds of CPU.

    What takes time in proportion to its input needs a second or two for the longest text; what backtracks needs
    hours. The limit only has to tell these apart, so it does not depend on what else the machine does.
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
    """As many SQL statements as the table says of `name`, and `plus`; or a failure that lists them.

    Versions of tables that the test has written to are raised before, as a commit would.
    """
    connection.content.raise_versions()
    with CaptureQueriesContext(connection) as captured:
        yield
    number = update(name, len(captured) - plus) if updates_statements() else COUNTS[name]
    listing = "\n".join(query["sql"][:200] for query in captured)
    expected = number + plus
    assert len(captured) == expected, f"{name}: {len(captured)} statements, not {expected}:\n{listing}"


def updates_statements() -> bool:
    return bool(os.environ.get("UPDATE_STATEMENTS"))
