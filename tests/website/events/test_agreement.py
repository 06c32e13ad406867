"""Four parsers read the same number of events and the same starts as the model."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from tests.calendar_linter import faults
from tests.calendar_parsers import starts_by_parser
from website.events.calendar.moments import is_skipped
from website.events.enums import EventKind, EventStatus
from website.events.feeds import render_one, vevent_of
from website.events.models import EventPage

# The URL of an event depends on the sections in the database.
pytestmark = pytest.mark.django_db

FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
ZONES = (
    "Europe/Paris",
    "Europe/London",
    "America/New_York",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "UTC",
)
CLOCK_CHANGES = (date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2027, 4, 4))
WORDS = st.text(st.sampled_from("aé ,;:\"'\\«🌊ßn\n\u00a0\u2028"), min_size=1, max_size=200).map(
    lambda text: f"V{text}e"
)


@st.composite
def events(draw) -> EventPage:
    """Generate an unsaved event as an editor may write it."""
    first = draw(st.sampled_from(CLOCK_CHANGES) | st.dates(date(2025, 2, 1), date(2028, 11, 1)))
    days = draw(st.integers(0, 3))
    begins = draw(st.none() | st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30))))
    ends = begins and draw(st.none() | st.just(time(23, 45))) if not days else begins and time(17)
    page = EventPage(
        title=draw(WORDS),
        summary=draw(WORDS),
        location=draw(WORDS),
        locale=Locale(language_code=draw(st.sampled_from(("fr", "de", "nl", "en")))),
        url_path="/fr/agenda/visite/",
        translation_key=draw(st.uuids(version=4)),
        kind=draw(st.sampled_from(EventKind.values)),
        status=draw(st.sampled_from(EventStatus.values)),
        start_date=first,
        start_time=begins,
        end_date=first + timedelta(days=days),
        end_time=ends,
        time_zone=draw(st.sampled_from(ZONES)),
        latitude=draw(st.none() | st.just(48.58)),
        longitude=7.75,
        conference_url=draw(st.sampled_from(("", "https://video.example.org/é?a=1,2;3"))),
    )
    if begins and is_skipped(first, begins, page.zone):
        page.start_time = time(12)
    page.set_moments()
    return page


def start_of(page: EventPage) -> datetime:
    """Return the start; parsers read a whole day as midnight UTC."""
    return datetime.combine(page.start_date, time(), UTC) if page.is_all_day else page.dtstart


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(events(), max_size=3, unique_by=lambda page: page.translation_key))
def test_four_parsers_read_the_same_starts(pages: list[EventPage]):
    changed = datetime(2026, 11, 22, 9, tzinfo=UTC)
    vevents = "".join(vevent_of(page, 0, changed) for page in pages)
    data = render_one(vevents, "Agenda", "https://example.org/fr/feeds/events.ics")
    assert faults(data) == []
    own = sorted(start for page in pages if FIRST <= (start := start_of(page)) < LAST)
    assert {name: starts == own for name, starts in starts_by_parser(data, FIRST, LAST).items()} == dict.fromkeys(
        ("vobject", "ics", "ical", "recurring_ical_events"), True
    )


def test_the_uid_contains_the_translation_key():
    page = EventPage(
        title="Visite",
        locale=Locale(language_code="fr"),
        url_path="/fr/agenda/visite/",
        translation_key=UUID("5f0c4b0e-8f0a-4c55-9d0e-3a4f6f1c2b7d"),
        start_date=date(2026, 12, 3),
    )
    page.set_moments()
    assert "UID:5f0c4b0e-8f0a-4c55-9d0e-3a4f6f1c2b7d@" in vevent_of(page, 0, datetime(2026, 11, 22, tzinfo=UTC))
