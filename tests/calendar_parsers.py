"""The start times of a calendar's events according to four other parsers.

No parser is a validator, but each has different limits: if all four agree with us on the number of events and on each
start in UTC, calendar applications will too.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

import ical.calendar_stream
import ics
import recurring_ical_events
import vobject
from icalendar import Calendar


def starts_by_parser(data: bytes, first: datetime, last: datetime) -> dict[str, list[datetime]]:
    """Return the sorted UTC starts in [`first`, `last`), by the name of the parser.

    An all-day event starts at midnight UTC. All parsers but ics, which does not support them, expand recurrence rules.
    """
    readers = {
        "vobject": _vobject_starts,
        "ics": _ics_starts,
        "ical": _ical_starts,
        "recurring_ical_events": _recurring_ical_events_starts,
    }
    starts = {name: map(_in_utc, read(data, first, last)) for name, read in readers.items()}
    return {name: sorted(start for start in found if first <= start < last) for name, found in starts.items()}


def _vobject_starts(data: bytes, first: datetime, last: datetime) -> Iterable[datetime | date]:
    calendar = vobject.readOne(data.decode())
    for event in calendar.contents.get("vevent", []):
        if event.rruleset is None:
            yield event.dtstart.value
        else:
            yield from event.rruleset.between(first, last, inc=True)


def _ics_starts(data: bytes, first: datetime, last: datetime) -> Iterable[datetime | date]:
    return [event.begin.datetime for event in ics.Calendar(data.decode()).events]


def _ical_starts(data: bytes, first: datetime, last: datetime) -> Iterable[datetime | date]:
    calendar = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(data.decode())
    return [event.dtstart for event in calendar.timeline_tz(UTC).overlapping(first, last)]


def _recurring_ical_events_starts(data: bytes, first: datetime, last: datetime) -> Iterable[datetime | date]:
    query = recurring_ical_events.of(Calendar.from_ical(data))
    return [event.start for event in query.between(first, last)]


def _in_utc(start: datetime | date) -> datetime:
    if isinstance(start, datetime):
        return start.astimezone(UTC)
    return datetime.combine(start, time.min, UTC)
