from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calendar_linter import faults

# Calendars from other sources, which only developers have.
FOREIGN_FILES = sorted((Path(__file__).parents[2] / "shared/data/ics").glob("*.ics"))

SERIES = "0b0e7c1e-6f0a-4b6e-9a56-6a0c8f1f2d3a@example.org"
WHOLE_DAYS = "8d2c1f9a-2b67-4d52-8a0d-d5c0a9f3b1e7@example.org"

VALID = f"""\
BEGIN:VCALENDAR
PRODID:-//Example//Agenda//FR
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME;LANGUAGE=fr:Agenda\\, eau
X-WR-CALNAME:Agenda\\, eau
X-WR-CALDESC:Les rendez-vous
X-WR-TIMEZONE:Europe/Paris
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
SOURCE;VALUE=URI:https://example.org/fr/feeds/events.ics?theme=water
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:{SERIES}
DTSTAMP:20260302T093000Z
CREATED:20260301T080000Z
LAST-MODIFIED:20260302T093000Z
SEQUENCE:1
DTSTART;TZID=Europe/Paris:20260512T090000
DTEND;TZID=Europe/Paris:20260512T113000
RRULE:FREQ=WEEKLY;UNTIL=20260602T070000Z
EXDATE;TZID=Europe/Paris:20260519T090000
SUMMARY;LANGUAGE=fr:Visite « du port »
DESCRIPTION:Prévoir des bottes\\, il pleut.\\n\\nhttps://example.org/fr/a/\\n
 https://visio.example.org/port
LOCATION:Strasbourg
GEO:48.58;7.75
CATEGORIES:Eau,Logistique\\, mobilité
URL:https://example.org/fr/a/
STATUS:CONFIRMED
TRANSP:OPAQUE
CONFERENCE;VALUE=URI:https://visio.example.org/port
END:VEVENT
BEGIN:VEVENT
UID:{SERIES}
RECURRENCE-ID;TZID=Europe/Paris:20260526T090000
DTSTAMP:20260302T093000Z
CREATED:20260301T080000Z
LAST-MODIFIED:20260302T093000Z
SEQUENCE:1
DTSTART;TZID=Europe/Paris:20260526T140000
DTEND;TZID=Europe/Paris:20260526T160000
SUMMARY;LANGUAGE=fr:Visite l’après-midi
DESCRIPTION:https://example.org/fr/a/
URL:https://example.org/fr/a/
STATUS:TENTATIVE
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
UID:{WHOLE_DAYS}
DTSTAMP:20260302T093000Z
CREATED:20260302T093000Z
LAST-MODIFIED:20260302T093000Z
SEQUENCE:0
DTSTART;VALUE=DATE:20260609
DTEND;VALUE=DATE:20260612
SUMMARY;LANGUAGE=de:Tagung
DESCRIPTION:https://example.org/de/b/
URL:https://example.org/de/b/
STATUS:CANCELLED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()

PARIS = "VTIMEZONE Europe/Paris"
BROKEN = [
    # Bytes
    (b"VERSION:2.0\r\n", b"VERSION:2.0\n", "a line does not end in CRLF"),
    (b"VERSION:2.0\r\n", b"VERSION:2.0\r", "a line does not end in CRLF"),
    (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "the last line has no line break"),
    (b"Tagung", b"T" * 56, "line 72: 76 octets"),
    (b"Tagung", "é".encode() * 28, "line 72: 76 octets"),
    ("é".encode(), "é".encode()[:1] + b"\r\n " + "é".encode()[1:], "a fold splits a UTF-8 character"),
    (b"Tagung", b"Tag\xffung", "not UTF-8"),
    (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR", "a byte order mark"),
    (b"Tagung", b"Tag\x07ung", "a control character"),
    (b"Tagung", "Tag\x85ung".encode(), "a control character"),
    # Structure
    (b"VERSION:2.0\r\n", b"VERSION:2.0\r\n\r\n", "content line 4: not NAME;PARAMETERS:VALUE"),
    (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nno colon\r\n", "content line 69: not NAME;PARAMETERS:VALUE"),
    (b"END:VCALENDAR", b"END:VALARM\r\nEND:VCALENDAR", "content line 77: END:VALARM without its BEGIN"),
    (b"END:VCALENDAR\r\n", b"", "VCALENDAR has no END"),
    (b"END:VCALENDAR", b"X-LATE:1\r\nEND:VCALENDAR", "VCALENDAR: X-LATE is after a component"),
    (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nX-AFTER:1\r\n", "the file is not exactly one VCALENDAR"),
    (VALID, VALID + VALID, "the file is not exactly one VCALENDAR"),
    # Head
    (b"METHOD:PUBLISH\r\n", b"", "VCALENDAR: no METHOD"),
    (b"METHOD:PUBLISH\r\n", b"METHOD:REQUEST\r\n", "VCALENDAR: METHOD is REQUEST"),
    (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nVERSION:2.0\r\n", "VCALENDAR: VERSION 2 times"),
    (b"X-WR-CALNAME:Agenda", b"X-WR-CALNAME:Dashboard", "VCALENDAR: NAME and X-WR-CALNAME differ"),
    (b"X-WR-TIMEZONE:Europe/Paris", b"X-WR-TIMEZONE:Romance", "VCALENDAR: X-WR-TIMEZONE is not an IANA zone"),
    (b";VALUE=DURATION", b"", "VCALENDAR: REFRESH-INTERVAL without VALUE=DURATION"),
    (b"SOURCE;VALUE=URI", b"SOURCE", "VCALENDAR: SOURCE without VALUE=URI"),
    (b"URI:https://example.org/fr/feeds", b"URI:/fr/feeds", "VCALENDAR: SOURCE is not a web address"),
    (b"CALDESC:Les ", b"CALDESC:Les, ", "VCALENDAR: X-WR-CALDESC is badly escaped"),
    # Zones
    (
        b"TZID:Europe/Paris",
        b"TZID:Europe/Berlin",
        ["VCALENDAR: no VTIMEZONE for Europe/Paris", "VCALENDAR: VTIMEZONE Europe/Berlin is not used"],
    ),
    (b"TZOFFSETTO:+0100", b"TZOFFSETTO:+100", f"{PARIS} STANDARD: TZOFFSETTO is +100"),
    (b"TZOFFSETFROM:+0200", b"TZOFFSETFROM:+02:00", f"{PARIS} STANDARD: TZOFFSETFROM is +02:00"),
    (b"TZOFFSETTO:+0100", b"TZOFFSETTO:-0000", f"{PARIS} STANDARD: TZOFFSETTO is -0000"),
    (b"DTSTART:19701025T030000\r\n", b"DTSTART:19701025T030000Z\r\n", f"{PARIS} STANDARD: DTSTART is not a local time"),
    (b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n", b"", f"{PARIS} STANDARD: no yearly RRULE"),
    (b"BYMONTH=10;", b"BYMONTH=10;UNTIL=20300101T000000Z;", f"{PARIS} STANDARD: RRULE with UNTIL"),
    (b"END:DAYLIGHT", b"RDATE:20370329T020000\r\nEND:DAYLIGHT", f"{PARIS} DAYLIGHT: RDATE"),
    # Events
    (f"UID:{WHOLE_DAYS}\r\n".encode(), b"", "VEVENT : no UID"),
    (WHOLE_DAYS.encode(), b"https://example.org/b/", "VEVENT https://example.org/b/: UID is not uuid@host"),
    (b"RECURRENCE-ID;TZID=Europe/Paris:20260526T090000\r\n", b"", f"VEVENT {SERIES}: UID 2 times"),
    (
        b"DTSTAMP:20260302T093000Z\r\nCREATED:20260302",
        b"DTSTAMP:20260302T093001Z\r\nCREATED:20260302",
        f"VEVENT {WHOLE_DAYS}: DTSTAMP differs from LAST-MODIFIED",
    ),
    (b"CREATED:20260302T093000Z", b"CREATED:20260302T093001Z", f"VEVENT {WHOLE_DAYS}: CREATED is after LAST-MODIFIED"),
    (b"CREATED:20260302T093000Z", b"CREATED:20260302T093000", f"VEVENT {WHOLE_DAYS}: CREATED is not in UTC"),
    (b"SEQUENCE:0", b"SEQUENCE:-1", f"VEVENT {WHOLE_DAYS}: SEQUENCE is not a number"),
    (b"SEQUENCE:0\r\n", b"", f"VEVENT {WHOLE_DAYS}: no SEQUENCE"),
    (
        b"DTSTART;VALUE=DATE:20260609",
        b"DTSTART:20260609",
        f"VEVENT {WHOLE_DAYS}: DTSTART is not a date or time of its type",
    ),
    (
        b"DTSTART;VALUE=DATE:20260609",
        b"DTSTART;VALUE=DATE:20260631",
        f"VEVENT {WHOLE_DAYS}: DTSTART is not a date or time of its type",
    ),
    (
        b"DTEND;VALUE=DATE:20260612",
        b"DTEND:20260612T000000Z",
        f"VEVENT {WHOLE_DAYS}: DTEND is not of the type of DTSTART",
    ),
    (b"DTEND;VALUE=DATE:20260612", b"DTEND:20260612T000000", f"VEVENT {WHOLE_DAYS}: DTEND has no zone"),
    (b"DTEND;VALUE=DATE:20260612", b"DTEND;VALUE=DATE:20260609", f"VEVENT {WHOLE_DAYS}: DTEND is not after DTSTART"),
    (b"20260512T113000", b"20260512T113000Z", f"VEVENT {SERIES}: DTEND is not a date or time of its type"),
    (
        b"UNTIL=20260602T070000Z",
        b"UNTIL=20260602T090000",
        f"VEVENT {SERIES}: UNTIL is not of the type of DTSTART, in UTC",
    ),
    (b"UNTIL=20260602T070000Z", b"UNTIL=20260602", f"VEVENT {SERIES}: UNTIL is not of the type of DTSTART, in UTC"),
    (b"FREQ=WEEKLY;UNTIL", b"UNTIL", f"VEVENT {SERIES}: RRULE without FREQ"),
    (
        b"EXDATE;TZID=Europe/Paris:20260519T090000",
        b"EXDATE:20260519T070000Z",
        f"VEVENT {SERIES}: EXDATE is not of the type and zone of DTSTART",
    ),
    (
        b"EXDATE;TZID=Europe/Paris:20260519T090000",
        b"EXDATE;VALUE=DATE:20260519",
        f"VEVENT {SERIES}: EXDATE is not of the type and zone of DTSTART",
    ),
    (
        b"-ID;TZID=Europe/Paris:20260526T090000",
        b"-ID:20260526T070000Z",
        f"VEVENT {SERIES}: RECURRENCE-ID is not of the type and zone of DTSTART",
    ),
    (b"RRULE:FREQ=WEEKLY;UNTIL=20260602T070000Z\r\n", b"", f"VEVENT {SERIES}: RECURRENCE-ID without its series"),
    (b"SUMMARY;LANGUAGE=de", b"SUMMARY", f"VEVENT {WHOLE_DAYS}: SUMMARY without LANGUAGE"),
    (b"SUMMARY;LANGUAGE=de:Tagung", b"SUMMARY;LANGUAGE=de:", f"VEVENT {WHOLE_DAYS}: SUMMARY is empty"),
    (b"Tagung", b"Tagung; Teil 1", f"VEVENT {WHOLE_DAYS}: SUMMARY is badly escaped"),
    (b"Tagung", b"Tagung\\r", f"VEVENT {WHOLE_DAYS}: SUMMARY is badly escaped"),
    (b"CATEGORIES:Eau", b"CATEGORIES:Eau; air", f"VEVENT {SERIES}: CATEGORIES is badly escaped"),
    (
        b"\\n\r\n https://visio.example.org/port",
        b"",
        f"VEVENT {SERIES}: DESCRIPTION does not end with the page's address and the video link",
    ),
    (b"GEO:48.58;7.75", b"GEO:48.58,7.75", f"VEVENT {SERIES}: GEO is not latitude;longitude"),
    (b"GEO:48.58;7.75", b"GEO:90.5;7.75", f"VEVENT {SERIES}: GEO is not latitude;longitude"),
    (b"GEO:48.58;7.75", b"GEO:4.8e-05;7.75", f"VEVENT {SERIES}: GEO is not latitude;longitude"),
    (b"STATUS:CANCELLED", b"STATUS:CANCELED", f"VEVENT {WHOLE_DAYS}: STATUS is CANCELED"),
    (b"TRANSP:TRANSPARENT", b"TRANSP:FREE", f"VEVENT {WHOLE_DAYS}: TRANSP is FREE"),
    (
        b"TRANSP:TRANSPARENT\r\n",
        b"TRANSP:TRANSPARENT\r\nLOCATION:A\r\nLOCATION:B\r\n",
        f"VEVENT {WHOLE_DAYS}: LOCATION 2 times",
    ),
    (
        b"TRANSP:TRANSPARENT\r\n",
        b"TRANSP:TRANSPARENT\r\nATTENDEE:mailto:a@example.org\r\n",
        f"VEVENT {WHOLE_DAYS}: ATTENDEE",
    ),
    (b"CONFERENCE;VALUE=URI", b"CONFERENCE", f"VEVENT {SERIES}: CONFERENCE without VALUE=URI"),
]

NOT_CALENDARS = {
    "nothing": b"",
    "no calendar": b"Hello\r\n",
    "bare line feeds": VALID.replace(b"\r\n", b"\n"),
    "bare carriage returns": VALID.replace(b"\r\n", b"\r"),
    "another encoding": VALID.decode().encode("utf-16"),
    "lower case": VALID.lower(),
    "the first half": VALID[: len(VALID) // 2],
    "nested too deep": b"BEGIN:VCALENDAR\r\n" * 20_000,
    "a zone that is a folder": VALID.replace(b"Europe/Paris", b"Europe"),
    "a zone outside": VALID.replace(b"Europe/Paris", b"../../etc/hosts"),
}


def test_a_valid_calendar_has_no_fault():
    assert faults(VALID) == []


@pytest.mark.parametrize(("original", "broken", "fault"), BROKEN)
def test_each_violation_is_the_only_fault_found(original, broken, fault):
    assert original in VALID
    assert faults(VALID.replace(original, broken, 1)) == (fault if isinstance(fault, list) else [fault])


def test_a_zone_without_definition_is_a_fault():
    definition = VALID[VALID.index(b"BEGIN:VTIMEZONE") : VALID.index(b"BEGIN:VEVENT")]
    assert faults(VALID.replace(definition, b"")) == ["VCALENDAR: no VTIMEZONE for Europe/Paris"]


def test_a_definition_after_the_events_or_twice_is_a_fault():
    definition = VALID[VALID.index(b"BEGIN:VTIMEZONE") : VALID.index(b"BEGIN:VEVENT")]
    moved = VALID.replace(definition, b"").replace(b"END:VCALENDAR", definition + b"END:VCALENDAR")
    assert faults(moved) == ["VCALENDAR: a VTIMEZONE is after an event"]
    assert faults(VALID.replace(definition, definition * 2)) == ["VCALENDAR: VTIMEZONE Europe/Paris 2 times"]


def test_an_empty_calendar_holds_the_definition_of_its_own_zone():
    empty = VALID[: VALID.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n"
    assert faults(empty) == []
    bare = VALID[: VALID.index(b"BEGIN:VTIMEZONE")] + b"END:VCALENDAR\r\n"
    assert faults(bare) == ["VCALENDAR: no component"]


@pytest.mark.parametrize("data", NOT_CALENDARS.values(), ids=NOT_CALENDARS.keys())
def test_an_invalid_file_has_faults_and_raises_nothing(data):
    assert faults(data) != []


def test_the_years_1_and_9999_are_valid():
    start, end = b"DTSTART;TZID=Europe/Paris:20260512", b"DTEND;TZID=Europe/Paris:20260512"
    assert faults(VALID.replace(start, start[:-8] + b"00010101").replace(end, end[:-8] + b"99991231")) == []


def test_every_calendar_from_another_source_has_faults_and_raises_nothing():
    assert [path.name for path in FOREIGN_FILES if not faults(path.read_bytes())] == []


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.integers(0, len(VALID)), st.integers(0, 40), st.binary(max_size=8))
def test_damage_at_any_place_raises_nothing(position, length, inserted):
    damaged = VALID[:position] + inserted + VALID[position + length :]
    assert isinstance(faults(damaged), list)
