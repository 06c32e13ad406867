"""The URLs that are measured, with their goals."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, cycle, islice, permutations, product, repeat

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from community.forum.models import ForumPage, Topic
from community.forum.models.topics import POSTS_PER_PAGE
from experiences.sheets.models import SheetIndexPage, SheetPage
from website.accounts.enums import Role
from website.accounts.models import User
from website.core.sections import active_locale, section_url
from website.demo.bench.client import request_for
from website.demo.bench.copies import FIRST_DAY, LAST_DAY
from website.demo.bench.figures import Figure, Goal
from website.demo.bench.topics import longest_topic
from website.events.models import AgendaPage
from website.topics.models import Theme

LANGUAGE = "fr"
TERRITORY = "grand-est"
PAGES = range(2, 6)
# More than a client gets in a round without cached responses.
MANY = 200
# At least as many sheets as the demo has.
ORIGINALS = 60
# Before every event. As a filter it excludes none, but each date makes a different URL.
LONG_AGO = date(1950, 1, 1)
# A fiftieth of the milliseconds Plone takes for 2,000 events.
CALENDAR = 4100 / 50


class UnexpectedStatus(Exception):
    """The URL does not return the status that is to be measured."""


@dataclass
class Measure:
    """A figure and how to measure it.

    `addresses` is infinite; a client takes `size` of them per round. `header` is a header line without CRLF.
    """

    figure: Figure
    addresses: Iterator[str]
    size: int = 1
    status: int = 200
    header: str = ""

    def batch(self) -> list[bytes]:
        lines = f"{self.header}\r\n" if self.header else ""
        return [request_for(path, lines) for path in islice(self.addresses, self.size)]

    def count_statements(self) -> None:
        """Count the SQL statements of one response, after a first one has filled the caches."""
        client = Client(SERVER_NAME="localhost", headers=dict([self.header.split(": ", 1)] if self.header else []))
        first, counted = islice(self.addresses, 2)
        client.get(first, secure=True)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(counted, secure=True)
            self.figure.statements = len(captured)
        if response.status_code != self.status:
            raise UnexpectedStatus(f"{response.status_code} at {counted}")


def measures() -> list[Measure]:
    """Return the measures of the pages visitors request most. “First reading” means that nothing is cached yet."""
    calendar = f"/{LANGUAGE}/feeds/events.ics"
    etag = Client(SERVER_NAME="localhost").get(calendar, secure=True)["ETag"]
    uncached = (f"{calendar}?from={LONG_AGO + timedelta(days=number)}" for number in count())
    few, whole = Goal(statements=15), Goal(statements=5, milliseconds=CALENDAR)
    with translation.override(LANGUAGE):
        sheets, lists, months = _sheets(), _lists(), _months()
    _scale_photos(sheets)
    return [
        Measure(Figure("a sheet", replace(few, share=0.022)), repeat(sheets[0])),
        Measure(Figure("a sheet, first reading", replace(few, statements=16)), cycle(sheets[ORIGINALS:]), MANY),
        Measure(Figure("a filtered list, page 2", replace(few, share=0.01)), repeat(lists[0])),
        Measure(Figure("a filtered list, first reading", few), cycle(lists[1:]), MANY),
        Measure(Figure("a month of the agenda", replace(few, share=0.015)), repeat(months[0])),
        Measure(Figure("a month, first reading", few), cycle(months[1:]), MANY),
        # Calendar programs send this header.
        Measure(Figure("the calendar of all events", whole), repeat(calendar), header="Accept-Encoding: gzip"),
        Measure(Figure("the calendar, made anew", whole), uncached, MANY),
        Measure(
            Figure("the calendar, 304", Goal(statements=5, share=0.25)),
            repeat(calendar),
            status=304,
            header=f"If-None-Match: {etag}",
        ),
        *_forum_measures(few),
    ]


def _forum_measures(few: Goal) -> list[Measure]:
    """Return the measures of the forum for visitors and a member: the list, the longest topic and other topics."""
    with translation.override(LANGUAGE):
        topics, longest = section_url(ForumPage), longest_topic()
        address = longest.get_absolute_url()
        public = Topic.objects.listed_for(AnonymousUser()).exclude(pk=longest.pk).order_by("pk")
        others = cycle([topic.get_absolute_url() for topic in public])
    middle = repeat(f"{address}?page={longest.post_count // POSTS_PER_PAGE // 2}")
    member = _cookie_of_a_member()
    return [
        Measure(Figure("the list of topics", replace(few, share=0.03)), repeat(topics)),
        Measure(Figure("a topic of 2,000 posts", replace(few, share=0.018)), middle),
        Measure(Figure("the list of topics, a member", replace(few, share=0.025)), repeat(topics), header=member),
        Measure(Figure("a topic of 2,000 posts, a member", replace(few, share=0.015)), middle, header=member),
        Measure(Figure("a topic, first reading", few), others, MANY),
        Measure(Figure("a topic, first reading, a member", Goal()), others, MANY, header=member),
    ]


def _cookie_of_a_member() -> str:
    """Return the session cookie of a member who moderates nothing."""
    client = Client(SERVER_NAME="localhost")
    plain = User.objects.filter(groups__name=Role.MEMBER, is_active=True, board_memberships=None)
    member = plain.order_by("pk").first()
    client.force_login(member)
    return f"Cookie: {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _scale_photos(sheets: list[str]) -> None:
    """Request the first sheets, which creates the renditions of all photos: the copies share them."""
    for path in sheets[:ORIGINALS]:
        Client(SERVER_NAME="localhost").get(path, secure=True)


def _sheets() -> list[str]:
    """Return the URLs of sheets, those in the active language first, then by age: the originals come first."""
    locale = active_locale()
    sheets = SheetPage.objects.for_reader(locale).select_related("locale").order_by("pk")
    return [sheet.get_absolute_url() for sheet in sorted(sheets, key=lambda sheet: sheet.locale_id != locale.pk)]


def _lists() -> list[str]:
    """Return URLs of filtered lists. Naming all languages in different orders changes the URL but not the result."""
    themes, url = Theme.objects.values_list("slug", flat=True), section_url(SheetIndexPage)
    filters = [f"?theme={slug}&territory={TERRITORY}&page={number}" for number, slug in product(PAGES, themes)]
    return [url + query + words for words, query in product(_all_languages(), filters)]


def _months() -> list[str]:
    """Return URLs of the current month and of months with events, with the languages in different orders."""
    today, url = timezone.localdate(), section_url(AgendaPage)
    near = sorted({f"{today + timedelta(days=day):%Y-%m}" for day in range(FIRST_DAY, LAST_DAY)})
    others = [f"{url}?view=month&month={month}{words}" for words, month in product(_all_languages(), near)]
    return [f"{url}?view=month", *others]


def _all_languages() -> list[str]:
    codes = [code for code, _name in settings.LANGUAGES]
    return ["", *("".join(f"&language={code}" for code in order) for order in permutations(codes))]
