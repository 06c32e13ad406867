"""Render VEVENT and VCALENDAR (RFC 5545, RFC 7986).

``render_event`` runs when an event is published, ``render_calendar`` at each request, so that a feed
of thousands of events only joins stored texts.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.encoding import iri_to_uri
from icalendar import Calendar, Event
from icalendar.prop import vCategory, vDuration, vText, vUri

from .timezones import render_time_zone, wall_times

REFRESH_INTERVAL = timedelta(hours=1)
# Cannot match inside a TEXT value, where a line break is escaped as \n.
START_ZONE = re.compile(r"\r\nDTSTART;TZID=([^:]+):")


@dataclass(frozen=True)
class CalendarEvent:
    """An event with the property names of RFC 5545 and all texts in one language.

    ``dtstart`` and ``dtend`` are both aware datetimes or, for whole days, both dates; ``dtend`` is
    exclusive and later than ``dtstart``. ``time_zone`` is an IANA name, unused for whole days.
    ``uid`` is ``<uuid>@<host>``. ``geo`` is (latitude, longitude) in degrees.
    """

    uid: str
    sequence: int
    created: datetime
    last_modified: datetime
    dtstart: datetime | date
    dtend: datetime | date
    time_zone: str
    summary: str
    language: str
    url: str
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    categories: tuple[str, ...] = ()
    status: str = "CONFIRMED"
    transp: str = "OPAQUE"
    conference: str = ""


@dataclass(frozen=True)
class CalendarHead:
    """The properties of a VCALENDAR. ``name`` includes the filters, ``source`` is the URL of the feed."""

    name: str
    description: str
    source: str
    time_zone: str
    language: str


class Text(vText):
    r"""A TEXT value that escapes ``\N`` correctly.

    vText reads ``\N`` as an escaped line break, so that ``C:\Nord`` would be changed.
    """

    def to_ical(self) -> bytes:
        return rb"\\N".join(vText(part).to_ical() for part in self.split(r"\N"))


def render_event(event: CalendarEvent) -> str:
    """Return the VEVENT, folded, with CRLF line ends. Equal events yield equal texts."""
    component = Event()
    component.add("UID", event.uid)
    # Not the time of this call, so that an unchanged event keeps its text.
    component.add("DTSTAMP", event.last_modified)
    component.add("CREATED", event.created)
    component.add("LAST-MODIFIED", event.last_modified)
    component.add("SEQUENCE", event.sequence)
    for name, moment in zip(("DTSTART", "DTEND"), _moments(event), strict=True):
        component.add(name, moment)
    component.add("SUMMARY", _text(event.summary, LANGUAGE=event.language))
    component.add("DESCRIPTION", _text(_description(event)))
    if event.location:
        component.add("LOCATION", _text(event.location))
    if event.geo:
        component.add("GEO", tuple(map(_degrees, event.geo)))
    if event.categories:
        component.add("CATEGORIES", _categories(event.categories))
    component.add("URL", _uri(event.url))
    component.add("STATUS", event.status)
    component.add("TRANSP", event.transp)
    if event.conference:
        component.add("CONFERENCE", _uri(event.conference, VALUE="URI"))
    return component.to_ical(sorted=False).decode()


def render_calendar(head: CalendarHead, vevents: Iterable[str]) -> bytes:
    """Return a calendar with VEVENT texts from ``render_event``, in the given order.

    It contains a VTIMEZONE for each zone of the events. A calendar without events contains that of
    its own zone, because RFC 5545 requires at least one component.
    """
    events = "".join(vevents)
    time_zones = set(START_ZONE.findall(events))
    if not events:
        time_zones.add(head.time_zone)
    head_lines = _head(head).to_ical(sorted=False).decode()
    begin, end = head_lines.split("END:VCALENDAR")
    definitions = map(render_time_zone, sorted(time_zones))
    return "".join((begin, *definitions, events, "END:VCALENDAR", end)).encode()


def _head(head: CalendarHead) -> Calendar:
    component = Calendar()
    component.add("PRODID", f"-//EIT network//Agenda//{head.language.upper()}")
    component.add("VERSION", "2.0")
    component.add("CALSCALE", "GREGORIAN")
    component.add("METHOD", "PUBLISH")
    component.add("NAME", _text(head.name, LANGUAGE=head.language))
    component.add("X-WR-CALNAME", _text(head.name))
    component.add("X-WR-CALDESC", _text(head.description))
    component.add("X-WR-TIMEZONE", head.time_zone)
    component.add("REFRESH-INTERVAL", REFRESH_INTERVAL, {"VALUE": "DURATION"})
    component.add("X-PUBLISHED-TTL", vDuration(REFRESH_INTERVAL))
    component.add("SOURCE", _uri(head.source, VALUE="URI"))
    return component


def _moments(event: CalendarEvent) -> Sequence[datetime | date]:
    if isinstance(event.dtstart, datetime):
        return wall_times((event.dtstart, event.dtend), event.time_zone)
    return event.dtstart, event.dtend


def _description(event: CalendarEvent) -> str:
    addresses = "\n".join(filter(None, (_uri(event.url), _uri(event.conference))))
    return "\n\n".join(filter(None, (event.description.strip(), addresses)))


def _categories(names: tuple[str, ...]) -> vCategory:
    value = vCategory(())
    value.cats = [_text(name) for name in names]
    return value


def _degrees(value: float) -> float:
    # RFC 5545 recommends six decimals, and Python writes smaller numbers as 1e-05.
    return round(value, 6) if abs(value) >= 0.0001 else 0.0


def _text(value: str, **params: str) -> Text:
    """Normalise line ends, replace tabs by spaces and remove other control characters."""
    lines = "\n".join(value.replace("\t", " ").splitlines())
    allowed = (char for char in lines if char == "\n" or not _is_control(char))
    return Text("".join(allowed), params=params)


def _uri(value: str, **params: str) -> vUri:
    allowed = "".join(char for char in value if not _is_control(char))
    return vUri(iri_to_uri(allowed.strip()), params=params)


def _is_control(char: str) -> bool:
    # Cs: half of a surrogate pair, which has no UTF-8 form.
    return unicodedata.category(char) in ("Cc", "Cs")
