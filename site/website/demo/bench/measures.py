"""Which addresses are measured, and what each may take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle, islice, permutations, product

from django.conf import settings
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
from website.topics.models import Theme

LANGUAGE = "fr"
TERRITORY = "grand-est"
# Before every event: as a filter it lets all of them through, and no two requests are for the same address.
LONG_AGO = date(1950, 1, 1)
# A fiftieth of what Plone takes for 2,000 events, in ms.
CALENDAR = 4100 / 50


class UnexpectedStatus(Exception):
    """The address answers something else than what is to be measured."""


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


def measures() -> list[Measure]:
    """The figures that the site is judged by, and for pages what the first reading takes: nothing of it is kept yet."""
    few = {"statements": 15}
    calendar = reverse("feed", args=["events", "ics"]).replace(f"/{settings.LANGUAGE_CODE}/", f"/{LANGUAGE}/", 1)
    etag = Client(SERVER_NAME="localhost").get(calendar, secure=True)["ETag"]
    first_calendars = (f"{calendar}?from={LONG_AGO + timedelta(days=number)}" for number in count())
    with translation.override(LANGUAGE):
        sheets, lists, months = _sheets(), _lists(), _months()
    return [
        Measure(Figure("a sheet", Goal(**few, share=0.022)), cycle(sheets[:1])),
        Measure(Figure("  its first reading", Goal(**few)), cycle(sheets[1:])),
        Measure(Figure("a filtered list, page 2", Goal(**few, share=0.01)), cycle(lists[:1])),
        Measure(Figure("  its first reading", Goal(**few)), cycle(lists[1:])),
        Measure(Figure("the agenda's month", Goal(**few, share=0.015)), cycle(months[:1])),
        Measure(Figure("  its first reading", Goal(**few)), cycle(months[1:])),
        Measure(Figure("calendar of all events", Goal(statements=5, milliseconds=CALENDAR)), cycle([calendar])),
        Measure(Figure("  its first reading", Goal(statements=5, milliseconds=CALENDAR)), first_calendars),
        Measure(
            Figure("  its 304", Goal(statements=5, share=0.25)), cycle([calendar]), 304, f"If-None-Match: {etag}"
        ),
    ]


def _sheets() -> list[str]:
    sheets = SheetPage.objects.for_reader(active_locale()).select_related("locale").order_by("pk")
    return [sheet.get_absolute_url() for sheet in sheets]


def _lists() -> list[str]:
    """Page 2 of every theme; then, as long as no address comes twice, all four languages in ever another order."""
    themes, url = Theme.objects.values_list("slug", flat=True), section_url(SheetIndexPage)
    filters = [f"?theme={slug}&territory={TERRITORY}&page=2" for slug in themes]
    return [url + query + words for words, query in product(_all_languages(), filters)]


def _months() -> list[str]:
    """This month, then others; those with events come around again in ever another order of the languages."""
    this, url = date.today().replace(day=1), section_url(AgendaPage)
    near = [(this + timedelta(days=30 * number + 15)).strftime("%Y-%m") for number in range(-2, 19)]
    others = [f"{url}?view=month&month={month}{words}" for words, month in product(_all_languages(), near)]
    return [f"{url}?view=month", *others]


def _all_languages() -> list[str]:
    codes = [code for code, _name in settings.LANGUAGES]
    return ["", *("".join(f"&language={code}" for code in order) for order in permutations(codes))]
