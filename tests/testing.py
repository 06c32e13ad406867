"""What tests share: a client that refuses sloppy pages, and query counts that say what was asked."""

import re
from contextlib import contextmanager

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

INLINE = re.compile(r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/(ld\+)?json")|\son[a-z]+=["']|\sstyle=["']|javascript:""")


class StrictClient(Client):
    """Runs on-commit callbacks as a real request would, and refuses pages that a strict CSP would break."""

    def request(self, **request):
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            self._refuse_sloppy(response.content.decode(), request["PATH_INFO"])
        return response

    @staticmethod
    def _refuse_sloppy(html: str, path: str) -> None:
        if path.startswith("/cms/"):
            return
        found = INLINE.search(html)
        assert found is None, f"inline script, handler or style at {path}: {html[found.start() : found.start() + 80]}"
        headings = len(re.findall(r"<h1[\s>]", html))
        assert headings == 1 or "<html" not in html, f"{headings} h1 at {path}"


@contextmanager
def statements(number: int):
    """Exactly `number` SQL statements, or a failure that lists them."""
    with CaptureQueriesContext(connection) as captured:
        yield
    listing = "\n".join(query["sql"][:200] for query in captured)
    assert len(captured) == number, f"{len(captured)} statements, not {number}:\n{listing}"
