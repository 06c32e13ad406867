"""Check that bytes follow the contract of our calendar feeds, without a calendar parser.

Parsers are lenient: none of those in use reports bare line feeds, long lines, an UNTIL or EXDATE of the wrong type, or
a missing VTIMEZONE. The rules come from RFC 5545, RFC 7986, and files that calendar applications have rejected.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from tests.calendar_content import (
    Component,
    Line,
    all_lines,
    moment_of,
    read,
    unescaped,
    unfold,
    zone_named,
)

TEXT_VALUE = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
TEXT_LIST = re.compile(r"(?:[^\\;]|\\[\\;,nN])*")
UTC_MOMENT = re.compile(r"\d{8}T\d{6}Z")
OFFSET = re.compile(r"(?!-0000)[+-](?:0[0-9]|1[0-4])[0-5][0-9]")
UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}@[a-z0-9-]+(?:\.[a-z0-9-]+)*")
DEGREES = re.compile(r"(-?\d+(?:\.\d{1,6})?);(-?\d+(?:\.\d{1,6})?)", re.ASCII)

CALENDAR_REQUIRED = (
    *("PRODID", "VERSION", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"),
    *("X-WR-TIMEZONE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "SOURCE"),
)
EVENT_REQUIRED = (
    *("UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY"),
    *("DESCRIPTION", "URL", "STATUS", "TRANSP"),
)
REPEATABLE = {"EXDATE", "RDATE", "CONFERENCE", "COMMENT", "CONTACT", "ATTACH", "ATTENDEE"}
FIXED_VALUES = {
    "VERSION": {"2.0"},
    "CALSCALE": {"GREGORIAN"},
    "METHOD": {"PUBLISH"},
    "REFRESH-INTERVAL": {"PT1H"},
    "X-PUBLISHED-TTL": {"PT1H"},
    "STATUS": {"CONFIRMED", "TENTATIVE", "CANCELLED"},
    "TRANSP": {"OPAQUE", "TRANSPARENT"},
}
FIXED_TYPES = {"REFRESH-INTERVAL": "DURATION", "SOURCE": "URI", "CONFERENCE": "URI"}
TEXTS = {
    **dict.fromkeys(("PRODID", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"), TEXT_VALUE),
    **dict.fromkeys(("SUMMARY", "DESCRIPTION", "LOCATION"), TEXT_VALUE),
    "CATEGORIES": TEXT_LIST,
}
ADDRESSES = {"SOURCE", "URL", "CONFERENCE"}


def faults(data: bytes) -> list[str]:
    """Return a description of each violation of the contract. Never raises."""
    root, found = read(data)
    found = [*_byte_faults(data), *found]
    if root.lines or [part.name for part in root.parts] != ["VCALENDAR"]:
        return [*found, "the file is not exactly one VCALENDAR"]
    return [*found, *_calendar_faults(root.parts[0])]


def _byte_faults(data: bytes) -> Iterator[str]:
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
        yield "a line does not end in CRLF"
    if not data.endswith(b"\r\n"):
        yield "the last line has no line break"
    for number, line in enumerate(re.split(rb"\r?\n", data), start=1):
        if len(line) > 75:
            yield f"line {number}: {len(line)} octets"
    try:
        unfold(data).decode()
    except UnicodeDecodeError:
        yield "not UTF-8"
        return
    try:
        text = data.decode()
    except UnicodeDecodeError:
        yield "a fold splits a UTF-8 character"
        return
    if text.startswith("\ufeff"):
        yield "a byte order mark"
    if any(unicodedata.category(char) == "Cc" for char in re.sub(r"[\r\n\t]", "", text)):
        yield "a control character"


def _calendar_faults(calendar: Component) -> Iterator[str]:
    yield from _property_faults(calendar, CALENDAR_REQUIRED, "VCALENDAR")
    yield from _head_faults(calendar)
    yield from _zone_use_faults(calendar)
    for time_zone in calendar.named("VTIMEZONE"):
        yield from _time_zone_faults(time_zone)
    events = calendar.named("VEVENT")
    yield from _uid_faults(events)
    for event in events:
        yield from _event_faults(event, events)


def _head_faults(calendar: Component) -> Iterator[str]:
    if not calendar.parts:
        yield "VCALENDAR: no component"
    names = [part.name for part in calendar.parts]
    if names != sorted(names, key=lambda name: name != "VTIMEZONE"):
        yield "VCALENDAR: a VTIMEZONE is after an event"
    for name in ("PRODID", "NAME"):
        if calendar.get(name) and not calendar.value(name).strip():
            yield f"VCALENDAR: {name} is empty"
    calendar_names = {line.value for line in calendar.all("NAME") + calendar.all("X-WR-CALNAME")}
    if len(calendar_names) > 1:
        yield "VCALENDAR: NAME and X-WR-CALNAME differ"
    if calendar.get("X-WR-TIMEZONE") and zone_named(calendar.value("X-WR-TIMEZONE")) is None:
        yield "VCALENDAR: X-WR-TIMEZONE is not an IANA zone"


def _property_faults(component: Component, required: tuple[str, ...], label: str) -> Iterator[str]:
    count = Counter(line.name for line in component.lines)
    for name in required:
        if not count[name]:
            yield f"{label}: no {name}"
    for name in sorted(count):
        if count[name] > 1 and name not in REPEATABLE:
            yield f"{label}: {name} {count[name]} times"
    for line in component.lines:
        yield from _value_faults(line, label)


def _value_faults(line: Line, label: str) -> Iterator[str]:
    if line.value not in FIXED_VALUES.get(line.name, {line.value}):
        yield f"{label}: {line.name} is {line.value}"
    value_type = FIXED_TYPES.get(line.name)
    if value_type and line.parameters.get("VALUE") != value_type:
        yield f"{label}: {line.name} without VALUE={value_type}"
    text = TEXTS.get(line.name)
    if text and not text.fullmatch(line.value):
        yield f"{label}: {line.name} is badly escaped"
    if line.name in ADDRESSES and not _is_address(line.value):
        yield f"{label}: {line.name} is not a web address"


def _zone_use_faults(calendar: Component) -> Iterator[str]:
    defined = Counter(zone.value("TZID") for zone in calendar.named("VTIMEZONE"))
    others = [part for part in calendar.parts if part.name != "VTIMEZONE"]
    used = {line.parameters["TZID"] for line in all_lines(others) if "TZID" in line.parameters}
    # RFC 5545 requires a component: without events it is the calendar's own zone.
    idle = set() if others else {calendar.value("X-WR-TIMEZONE")}
    for name in sorted(used - set(defined)):
        yield f"VCALENDAR: no VTIMEZONE for {name}"
    for name in sorted(set(defined) - used - idle):
        yield f"VCALENDAR: VTIMEZONE {name} is not used"
    for name, count in sorted(defined.items()):
        if count > 1:
            yield f"VCALENDAR: VTIMEZONE {name} {count} times"


def _time_zone_faults(time_zone: Component) -> Iterator[str]:
    label = f"VTIMEZONE {time_zone.value('TZID')}"
    yield from _property_faults(time_zone, ("TZID",), label)
    names = sorted(part.name for part in time_zone.parts)
    if names not in (["STANDARD"], ["DAYLIGHT", "STANDARD"]):
        yield f"{label}: not one STANDARD and at most one DAYLIGHT"
    for part in time_zone.parts:
        part_label = f"{label} {part.name}"
        yield from _property_faults(part, ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"), part_label)
        for line in part.all("TZOFFSETFROM") + part.all("TZOFFSETTO"):
            if not OFFSET.fullmatch(line.value):
                yield f"{part_label}: {line.name} is {line.value}"
        start = part.get("DTSTART")
        if start and (start.form != ("DATE-TIME", "", False) or moment_of(start) is None):
            yield f"{part_label}: DTSTART is not a local time"
        if part.get("RDATE"):
            yield f"{part_label}: RDATE"
        if len(names) > 1 and "FREQ=YEARLY" not in part.value("RRULE").split(";"):
            yield f"{part_label}: no yearly RRULE"
        if "UNTIL=" in part.value("RRULE"):
            yield f"{part_label}: RRULE with UNTIL"


def _uid_faults(events: list[Component]) -> Iterator[str]:
    keys = Counter((event.value("UID"), event.value("RECURRENCE-ID")) for event in events)
    for (uid, _), count in keys.items():
        if uid and count > 1:
            yield f"VEVENT {uid}: UID {count} times"
    for uid in sorted({uid for uid, _ in keys if uid}):
        if not UID.fullmatch(uid):
            yield f"VEVENT {uid}: UID is not uuid@host"


def _event_faults(event: Component, events: list[Component]) -> Iterator[str]:
    label = f"VEVENT {event.value('UID')}"
    yield from _property_faults(event, EVENT_REQUIRED, label)
    yield from _timestamp_faults(event, label)
    yield from _duration_faults(event, label)
    yield from _recurrence_faults(event, events, label)
    yield from _text_faults(event, label)
    if any(line.name == "ATTENDEE" for line in all_lines([event])):
        yield f"{label}: ATTENDEE"
    for line in event.all("SEQUENCE"):
        if not re.fullmatch(r"\d+", line.value, re.ASCII):
            yield f"{label}: SEQUENCE is not a number"
    for line in event.all("GEO"):
        match = DEGREES.fullmatch(line.value)
        if not match or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
            yield f"{label}: GEO is not latitude;longitude"


def _text_faults(event: Component, label: str) -> Iterator[str]:
    for line in event.all("SUMMARY"):
        if not line.value.strip():
            yield f"{label}: SUMMARY is empty"
        if not re.fullmatch(r"[a-z]{2,3}(-\w+)*", line.parameters.get("LANGUAGE", "")):
            yield f"{label}: SUMMARY without LANGUAGE"
    addresses = "\n".join(line.value for line in event.all("URL") + event.all("CONFERENCE"))
    for line in event.all("DESCRIPTION"):
        if not unescaped(line.value).endswith(addresses):
            yield f"{label}: DESCRIPTION does not end with the page's address and the video link"


def _timestamp_faults(event: Component, label: str) -> Iterator[str]:
    stamps = {name: event.get(name) for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED")}
    for name, line in stamps.items():
        if line and (line.form != ("DATE-TIME", "", True) or moment_of(line) is None):
            yield f"{label}: {name} is not in UTC"
            return
    if not all(stamps.values()):
        return
    if stamps["DTSTAMP"].value != stamps["LAST-MODIFIED"].value:
        yield f"{label}: DTSTAMP differs from LAST-MODIFIED"
    if stamps["CREATED"].value > stamps["LAST-MODIFIED"].value:
        yield f"{label}: CREATED is after LAST-MODIFIED"


def _duration_faults(event: Component, label: str) -> Iterator[str]:
    start, end = event.get("DTSTART"), event.get("DTEND")
    moments = []
    for line in filter(None, (start, end)):
        moment = moment_of(line)
        if moment is None:
            yield f"{label}: {line.name} is not a date or time of its type"
        elif isinstance(moment, datetime) and moment.tzinfo is None:
            yield f"{label}: {line.name} has no zone"
        else:
            moments.append(moment)
    if len(moments) < 2:
        return
    if start.form[0] != end.form[0]:
        yield f"{label}: DTEND is not of the type of DTSTART"
    elif moments[1] <= moments[0]:
        yield f"{label}: DTEND is not after DTSTART"


def _recurrence_faults(event: Component, events: list[Component], label: str) -> Iterator[str]:
    start = event.get("DTSTART")
    if start is None:
        return
    if rule := event.get("RRULE"):
        parts = dict(part.partition("=")[::2] for part in rule.value.split(";"))
        if "FREQ" not in parts:
            yield f"{label}: RRULE without FREQ"
        until = re.compile(r"\d{8}") if start.form[0] == "DATE" else UTC_MOMENT
        if "UNTIL" in parts and not until.fullmatch(parts["UNTIL"]):
            yield f"{label}: UNTIL is not of the type of DTSTART, in UTC"
    for line in event.all("EXDATE"):
        values = [Line(line.name, line.parameters, value) for value in line.value.split(",")]
        if any(value.form != start.form or moment_of(value) is None for value in values):
            yield f"{label}: EXDATE is not of the type and zone of DTSTART"
    if override := event.get("RECURRENCE-ID"):
        uid = event.value("UID")
        series = [other for other in events if other.value("UID") == uid and other.get("RRULE")]
        starts = [line.form for other in series for line in other.all("DTSTART")]
        if event.get("RRULE") or not series:
            yield f"{label}: RECURRENCE-ID without its series"
        elif override.form not in starts or moment_of(override) is None:
            yield f"{label}: RECURRENCE-ID is not of the type and zone of DTSTART"


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.netloc)
    return is_web and value.isascii() and " " not in value
