"""Which addresses are measured, and what each may take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle, islice

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from experiences.sheets.models import SheetIndexPage, SheetPage
from website.core.sections import active_locale, section_url
from website.demo.bench.client import request_for
from website.demo.bench.figures import Figure, Goal
from website.events.models import AgendaPage

LANGUAGE = "fr"
SHEETS = 50
# Before every event: these filters let all of them through, and no two requests are for the same address.
LONG_AGO = date(1950, 1, 1)
# A fiftieth of the 4.1 s that Plone takes.
CALENDAR_MILLISECONDS = 82


@dataclass
class Measure:
    """`addresses` come one after the other and never end; `header` is a whole line without its CRLF."""

    figure: Figure
    addresses: Iterator[str]
    status: int = 200
    header: str = ""

    def batch(self, size: int) -> list[bytes]:
        lines = f"{self.header}\r\n" if self.header else ""
        return [request_for(path, lines) for path in islice(self.addresses, size)]

    def count_statements(self) -> None:
        """What the site asks the database for one answer, once it has answered another."""
        client = Client(SERVER_NAME="localhost", headers=dict([self.header.split(": ", 1)] if self.header else []))
        warming, counted = islice(self.addresses, 2)
        client.get(warming, secure=True)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(counted, secure=True)
            self.figure.statements = len(captured)
        if response.status_code != self.status:
            raise UnexpectedStatus(f"{response.status_code} at {counted}")


class UnexpectedStatus(Exception):
    """The address answers something else than what is to be measured."""


def measures() -> list[Measure]:
    """The figures that the site is judged by."""
    with translation.override(LANGUAGE):
        sheets = SheetPage.objects.for_reader(active_locale()).select_related("locale").order_by("pk")
        sheet_urls = [sheet.get_absolute_url() for sheet in sheets[:SHEETS]]
        sheet_list = f"{section_url(SheetIndexPage)}?theme=energy&territory=grand-est&page=2"
        month = f"{section_url(AgendaPage)}?view=month"
        calendar = reverse("feed", args=["events", "ics"])
    never_asked = (f"{calendar}?from={LONG_AGO + timedelta(days=number)}" for number in count())
    etag = Client(SERVER_NAME="localhost").get(calendar, secure=True)["ETag"]
    whole = Goal(statements=5, milliseconds=CALENDAR_MILLISECONDS)
    return [
        Measure(Figure("a sheet", Goal(statements=15, share=0.022)), cycle(sheet_urls)),
        Measure(Figure("a filtered list, page 2", Goal(statements=15, share=0.01)), cycle([sheet_list])),
        Measure(Figure("a month of the agenda", Goal(statements=15, share=0.015)), cycle([month])),
        Measure(Figure("calendar, not in the cache", whole), never_asked),
        Measure(Figure("calendar, in the cache", whole), cycle([calendar])),
        Measure(Figure("calendar, 304", Goal(statements=5, share=0.25)), cycle([calendar]), 304, f"If-None-Match: {etag}"),
    ]
