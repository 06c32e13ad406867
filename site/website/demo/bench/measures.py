"""Which addresses are measured, and what each may take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from experiences.sheets.models import SheetIndexPage, SheetPage
from website.core.sections import active_locale, section_url
from website.demo.bench.client import fetch, request_for
from website.demo.bench.figures import Goal
from website.events.models import AgendaPage

LANGUAGE = "fr"
SHEETS = 50
# Plone's calendar of 2,000 events takes 4.1 s.
CALENDAR = Goal(statements=5, milliseconds=4100 / 50)


@dataclass(frozen=True)
class Measure:
    """`batch()` gives addresses to ask in turn; headers are whole lines."""

    name: str
    goal: Goal
    batch: Callable[[], Sequence[str]]
    status: int = 200
    headers: str = ""

    def requests(self) -> list[bytes]:
        return [request_for(path, self.headers) for path in self.batch()]

    def statements(self) -> int:
        """What a site that is warm asks the database for one answer, the last of the addresses."""
        client = Client(SERVER_NAME="localhost", headers=self._headers())
        *_others, before, path = [*self.batch()[:1], *self.batch()[:2]]
        client.get(before, secure=True)
        with CaptureQueriesContext(connection) as captured:
            client.get(path, secure=True)
        return len(captured)

    def _headers(self) -> dict[str, str]:
        return dict(line.split(": ", 1) for line in self.headers.splitlines())
