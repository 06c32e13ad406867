from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.calendar_linter import faults
from tests.calendar_parsers import starts_by_parser
from tests.factories.calendar_events import HEAD, calendar_event
from website.events.ical import CalendarEvent, render_calendar, render_event

PARIS, DUBLIN = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/Dublin")
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
ZONES = (
    *("Europe/Paris", "Europe/Dublin", "Africa/Algiers", "Africa/Cairo", "Africa/Casablanca", "UTC"),
    *("America/New_York", "America/Nuuk", "America/Santiago", "Asia/Kolkata", "Europe/Istanbul"),
    *("Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati"),
)
# Around the clock changes of Paris, New York, Nuuk, Lord Howe and Auckland.
CLOCK_CHANGES = tuple(
    datetime(year, month, day, hour, tzinfo=UTC)
    for year, month, day, hour in (
        *((2026, 3, 29, 1), (2026, 10, 25, 1), (2026, 3, 8, 7), (2026, 11, 1, 6), (2027, 3, 28, 1)),
        *((2026, 4, 4, 15), (2026, 10, 3, 15), (2026, 4, 4, 14), (2026, 9, 26, 14), (2027, 10, 31, 1)),
    )
)
HARMLESS = (
    "é",
    "ß",
    "œuvre ",
    "Łódź ",
    "日本",
    "e\u0301",
    "🌊",
    "👩🏽\u200d🔬",
    "🇫🇷",
    "’",
    "« ",
    '"',
    "'",
    ",",
    ";",
    "\\",
    r"\n",
)
HARMLESS += (r"\N", r"\,", ":", "%2C", "^n", "=", "a", " b", "BEGIN:VEVENT", "x" * 80)
HARMFUL = ("\n", "\r", "\r\n", "\t", "\0", "\a", "\x1b[0m", "\x7f", "\x85", "\x9f", "\u2028", "\u2029", "\ud800")
COMMON = settings(max_examples=60, derandomize=True, deadline=None)


def words(*pieces: str) -> st.SearchStrategy[str]:
    """Generate up to 200 characters that begin and end with a letter."""
    any_text = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=5)
    parts = st.lists(st.sampled_from(pieces) | any_text, max_size=60)
    return parts.map(lambda chosen: f"V{''.join(chosen)[:198]}e")


@st.composite
def spans(draw) -> dict:
    if draw(st.booleans()):
        start = draw(st.dates(date(2025, 2, 1), date(2028, 11, 1)))
        return {"dtstart": start, "dtend": start + timedelta(days=draw(st.integers(1, 5)))}
    near = st.builds(
        lambda change, minutes: change + timedelta(minutes=minutes),
        st.sampled_from(CLOCK_CHANGES),
        st.integers(-13, 13).map(lambda quarters: 15 * quarters),
    )
    anywhere = st.integers(0, 1300 * 24 * 60).map(
        lambda minutes: datetime(2025, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    )
    start = draw(near | anywhere)
    minutes = draw(st.sampled_from((15, 60, 90, 24 * 60, 3 * 24 * 60 + 5)))
    return {"dtstart": start, "dtend": start + timedelta(minutes=minutes)}


@st.composite
def events(draw, text: st.SearchStrategy[str]) -> CalendarEvent:
    return calendar_event(
        uid=f"{draw(st.uuids())}@example.org",
        sequence=draw(st.integers(0, 3)),
        time_zone=draw(st.sampled_from(ZONES)),
        summary=draw(text),
        description=draw(text),
        location=draw(st.just("") | text),
        geo=draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
        categories=tuple(draw(st.lists(text, max_size=3))),
        status=draw(st.sampled_from(("CONFIRMED", "TENTATIVE", "CANCELLED"))),
        transp=draw(st.sampled_from(("OPAQUE", "TRANSPARENT"))),
        conference=draw(st.sampled_from(("", "https://visio.example.org/a?b=1;c=2,3", "https://visio.example.org/é"))),
        **draw(spans()),
    )


def calendars(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[CalendarEvent]]:
    return st.lists(events(text), max_size=6, unique_by=lambda event: event.uid)


def rendered(*chosen: CalendarEvent) -> bytes:
    return render_calendar(HEAD, map(render_event, chosen))


def is_misread(event: CalendarEvent) -> bool:
    """Return whether two of the parsers read the event wrongly, in one hour of the year.

    recurring-ical-events converts UTC to the zone of X-WR-TIMEZONE and does not distinguish October's
    two equal hours. ics uses dateutil, which reads Dublin's hour after the change as summer time,
    because winter time is the exception there.
    """
    if not isinstance(event.dtstart, datetime):
        return False
    is_written_in_utc = "\r\nDTSTART:" in render_event(event)
    hour_before = event.dtstart - timedelta(hours=1)
    return (is_written_in_utc and event.dtstart.astimezone(PARIS).fold == 1) or (
        event.time_zone == "Europe/Dublin" and hour_before.astimezone(DUBLIN).fold == 1
    )


def starts(chosen: list[CalendarEvent]) -> list[datetime]:
    return sorted(
        event.dtstart
        if isinstance(event.dtstart, datetime)
        else datetime(event.dtstart.year, event.dtstart.month, event.dtstart.day, tzinfo=UTC)
        for event in chosen
    )


@COMMON
@given(calendars(words(*HARMLESS, *HARMFUL)))
def test_any_calendar_is_valid(chosen):
    assert faults(rendered(*chosen)) == []


@COMMON
@given(calendars(words(*HARMLESS, *HARMFUL)))
def test_four_parsers_read_the_intended_starts(chosen):
    chosen = [event for event in chosen if not is_misread(event)]
    expected = starts(chosen)
    assert starts_by_parser(rendered(*chosen), FIRST, LAST) == {
        "vobject": expected,
        "ics": expected,
        "ical": expected,
        "recurring_ical_events": expected,
    }


@COMMON
@given(events(words(*HARMLESS)))
def test_texts_are_parsed_back_unchanged(event):
    read = Calendar.from_ical(rendered(event)).events[0]
    addresses = read["DESCRIPTION"].removeprefix(event.description)
    assert read["SUMMARY"] == event.summary
    assert read["SUMMARY"].params["LANGUAGE"] == "fr"
    assert addresses.startswith("\n\nhttps://")
    assert read.get("LOCATION", "") == event.location
    assert tuple(read.categories) == event.categories


def test_the_properties_of_an_event_have_a_fixed_order():
    event = calendar_event(
        sequence=2,
        description="Quai des Belges, entrée libre ; bottes conseillées",
        location="Port autonome, Strasbourg",
        geo=(48.58, 7.75),
        categories=("Eau", "Logistique, mobilité"),
        conference="https://visio.example.org/port",
    )
    assert render_event(event).split("\r\n") == [
        "BEGIN:VEVENT",
        "UID:5f0c4b0e-8f0a-4c55-9d0e-3a4f6f1c2b7d@example.org",
        "DTSTAMP:20260302T093000Z",
        "CREATED:20260301T080000Z",
        "LAST-MODIFIED:20260302T093000Z",
        "SEQUENCE:2",
        "DTSTART;TZID=Europe/Paris:20260512T090000",
        "DTEND;TZID=Europe/Paris:20260512T113000",
        "SUMMARY;LANGUAGE=fr:Visite du port",
        r"DESCRIPTION:Quai des Belges\, entrée libre \; bottes conseillées\n\nhttp",
        r" s://example.org/fr/agenda/visite-du-port/\nhttps://visio.example.org/port",
        r"LOCATION:Port autonome\, Strasbourg",
        "GEO:48.58;7.75",
        r"CATEGORIES:Eau,Logistique\, mobilité",
        "URL:https://example.org/fr/agenda/visite-du-port/",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "CONFERENCE;VALUE=URI:https://visio.example.org/port",
        "END:VEVENT",
        "",
    ]


def test_a_calendar_has_its_name_source_and_refresh_interval():
    head, _, rest = rendered(calendar_event()).decode().partition("BEGIN:VTIMEZONE")
    assert head.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "PRODID:-//EIT network//Agenda//FR",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME;LANGUAGE=fr:Agenda · eau",
        "X-WR-CALNAME:Agenda · eau",
        r"X-WR-CALDESC:Les rendez-vous du réseau\, thème : eau",
        "X-WR-TIMEZONE:Europe/Paris",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "SOURCE;VALUE=URI:https://example.org/fr/feeds/events.ics?theme=water",
        "",
    ]
    assert rest.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_a_calendar_has_the_zones_of_its_events_and_no_other():
    chosen = [
        calendar_event(time_zone="Europe/Paris"),
        calendar_event(time_zone="Europe/Dublin"),
        calendar_event(time_zone="Europe/Paris"),
        calendar_event(time_zone="Asia/Kolkata", dtstart=date(2026, 5, 12), dtend=date(2026, 5, 13)),
        calendar_event(time_zone="UTC", description="Not\r\nDTSTART;TZID=Asia/Tokyo:20260512T090000"),
    ]
    data = rendered(*chosen).decode()
    lines = data.split("\r\n")
    assert [line for line in lines if line.startswith("TZID:")] == ["TZID:Europe/Dublin", "TZID:Europe/Paris"]


def test_a_calendar_without_events_still_has_a_component():
    data = rendered()
    assert faults(data) == []
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert data.count(b"TZID:Europe/Paris") == 1


@pytest.mark.parametrize("time_zone", ["Europe/Paris", "UTC"])
def test_whole_days_are_dates_and_end_on_the_day_after(time_zone):
    event = calendar_event(dtstart=date(2026, 6, 9), dtend=date(2026, 6, 12), time_zone=time_zone)
    assert "\r\nDTSTART;VALUE=DATE:20260609\r\nDTEND;VALUE=DATE:20260612\r\n" in render_event(event)


@pytest.mark.parametrize(
    ("time_zone", "hour", "start"),
    [
        ("Europe/Paris", 0, "DTSTART;TZID=Europe/Paris:20261025T020000"),
        # The hour from 2 to 3 occurs twice that night; this is the second one.
        ("Europe/Paris", 1, "DTSTART;TZID=Etc/GMT-1:20261025T020000"),
        ("Europe/Paris", 2, "DTSTART;TZID=Europe/Paris:20261025T030000"),
        ("Etc/UTC", 1, "DTSTART:20261025T010000Z"),
        ("Africa/Abidjan", 1, "DTSTART:20261025T010000Z"),
    ],
)
def test_an_ambiguous_start_is_written_in_a_fixed_zone(time_zone, hour, start):
    begin = datetime(2026, 10, 25, hour, tzinfo=UTC)
    event = calendar_event(dtstart=begin, dtend=begin + timedelta(minutes=30), time_zone=time_zone)
    assert [line for line in render_event(event).split("\r\n") if line.startswith("DTSTART")] == [start]


def test_a_title_of_200_accents_is_folded_between_characters():
    event = calendar_event(summary="é" * 200)
    text = render_event(event)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"SUMMARY;LANGUAGE=fr:{'é' * 200}\r\n" in text.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\nd\u2028e", r"a\nb\nc\nd\ne"),
        ("a\0b\x07c\x7fd\x9fe\ud83df", "abcdef"),
        ("a\tb", "a b"),
        (r"C:\Nord\nord", r"C:\\Nord\\nord"),
    ],
)
def test_control_characters_are_replaced_or_removed(text, expected):
    assert f"\r\nSUMMARY;LANGUAGE=fr:{expected}\r\n" in render_event(calendar_event(summary=text))


@pytest.mark.parametrize(
    ("geo", "expected"),
    [
        ((0.00001, -0.00009), "GEO:0.0;0.0"),
        ((48.123456789, -7.5), "GEO:48.123457;-7.5"),
        ((90, -180), "GEO:90.0;-180.0"),
    ],
)
def test_degrees_have_no_exponent_and_six_decimals_at_most(geo, expected):
    lines = render_event(calendar_event(geo=geo)).split("\r\n")
    assert [line for line in lines if line.startswith("GEO")] == [expected]


def test_the_same_content_gives_the_same_bytes_in_every_order_of_zones():
    chosen = [
        calendar_event(uid=f"{UUID(int=number)}@example.org", time_zone=zone) for number, zone in enumerate(ZONES)
    ]
    again = [calendar_event(uid=f"{UUID(int=number)}@example.org", time_zone=zone) for number, zone in enumerate(ZONES)]
    assert rendered(*chosen) == rendered(*again)
    assert sorted(rendered(*chosen).split(b"\r\n")) == sorted(rendered(*reversed(again)).split(b"\r\n"))
