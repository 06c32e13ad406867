"""Render VTIMEZONE components with the yearly rules (RRULE) that a zone follows now.

``icalendar`` builds a VTIMEZONE from a list of transitions (RDATE, until 2038). The rule is in the
last line of a TZif file, as a POSIX TZ string such as ``CET-1CEST,M3.5.0,M10.5.0/3`` (RFC 9636,
section 3.3).
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

# Before any event; other calendar software starts its rules in this year too.
FIRST_YEAR = 1970
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
NAME = r"(<[^<>]+>|[A-Za-z]+)"
TIME = r"([+-]?\d+(?::\d+){0,2})"
POSIX = re.compile(rf"{NAME}{TIME}(?:{NAME}{TIME}?,M([^,]+),M([^,]+))?")


@dataclass(frozen=True)
class Onset:
    """The yearly start of an observance, in the wall time of the one before it.

    ``weekday`` counts from Sunday, and ``week`` 5 is the last one. ``time`` may be negative or above
    24 hours, which means another day.
    """

    month: int
    week: int
    weekday: int
    time: timedelta

    def in_year(self, year: int) -> datetime:
        earliest = self._seven_days(year)[0]
        weekday = date(year, self.month, earliest).isoweekday()
        day = earliest + (self.weekday - weekday) % 7
        return datetime.combine(date(year, self.month, day), time()) + self.time

    def as_rrule(self) -> vRecur:
        days_later = self.time.days
        weekday = WEEKDAYS[(self.weekday + days_later) % 7]
        rule = {"FREQ": "YEARLY", "BYMONTH": self.month, "BYDAY": weekday}
        days = [day + days_later for day in self._seven_days(FIRST_YEAR)]
        if not days_later:
            rule["BYDAY"] = f"{-1 if self.week == 5 else self.week}{weekday}"
        elif days[-1] <= calendar.monthrange(FIRST_YEAR, self.month)[1]:
            rule["BYMONTHDAY"] = days
        else:
            # Egypt changes at the end of October's last Thursday, which may be 1 November. Days
            # counted from the end of the year do not depend on leap years.
            del rule["BYMONTH"]
            days_left = (date(FIRST_YEAR + 1, 1, 1) - date(FIRST_YEAR, self.month, 1)).days
            rule["BYYEARDAY"] = [day - days_left - 1 for day in days]
        return vRecur(rule)

    def _seven_days(self, year: int) -> range:
        """Return the seven days of the month that contain the weekday."""
        days_in_month = calendar.monthrange(year, self.month)[1]
        first = days_in_month - 6 if self.week == 5 else 7 * self.week - 6
        return range(first, first + 7)


@dataclass(frozen=True)
class Observance:
    """One of the offsets of a zone. ``onset`` is None if there is no other."""

    name: str
    offset: timedelta
    onset: Onset | None = None


def wall_times(moments: Sequence[datetime], time_zone: str) -> list[datetime]:
    """Return the moments in ``time_zone`` or, if its VTIMEZONE would give a wrong offset, in a fixed zone.

    The yearly rule is wrong for the second occurrence of a repeated hour in autumn, for years before
    the current rule, and for exceptions to it. Then all moments are returned in the ``Etc`` zone with
    the offset of the first one, or in UTC if that offset is not a whole hour. Zones whose offset is
    always zero are replaced by UTC.
    """
    local = [moment.astimezone(ZoneInfo(time_zone)) for moment in moments]
    if any(moment.utcoffset() != _offset_by_rule(moment, time_zone) for moment in local):
        hours, rest = divmod(local[0].utcoffset(), timedelta(hours=1))
        time_zone = "UTC" if rest else f"Etc/GMT{-hours:+d}"
    is_utc = [observance.offset for observance in _observances(time_zone)] == [timedelta(0)]
    zone = UTC if is_utc else ZoneInfo(time_zone)
    return [moment.astimezone(zone) for moment in moments]


@cache
def render_time_zone(time_zone: str) -> str:
    """Return the VTIMEZONE of an IANA zone, with one yearly rule for each offset it uses now.

    Raise ZoneInfoNotFoundError or ValueError if there is no such zone.
    """
    component = Timezone()
    component.add("TZID", ZoneInfo(time_zone).key)
    observances = _observances(time_zone)
    # In Dublin summer time is the standard and winter time the exception. Some programs expect
    # DAYLIGHT to have the larger offset, so the offsets alone decide.
    standard_offset = min(observance.offset for observance in observances)
    for number, observance in enumerate(observances):
        is_standard = observance.offset == standard_offset
        part = TimezoneStandard() if is_standard else TimezoneDaylight()
        start = datetime.combine(date(FIRST_YEAR, 1, 1), time())
        if observance.onset:
            start = observance.onset.in_year(FIRST_YEAR)
        part.add("DTSTART", start)
        part.add("TZOFFSETFROM", observances[number - 1].offset)
        part.add("TZOFFSETTO", observance.offset)
        part.add("TZNAME", observance.name)
        if observance.onset:
            part.add("RRULE", observance.onset.as_rrule())
        component.add_component(part)
    return component.to_ical(sorted=False).decode()


def _offset_by_rule(local: datetime, time_zone: str) -> timedelta:
    """Return the offset our VTIMEZONE gives a wall time, the first if it occurs twice (RFC 5545, 3.3.5)."""
    wall_time = local.replace(tzinfo=None)
    standard, *others = _observances(time_zone)
    if not others:
        return standard.offset
    daylight = others[0]
    begin, end = (part.onset.in_year(wall_time.year) for part in (daylight, standard))
    if begin < end:
        return daylight.offset if begin <= wall_time < end else standard.offset
    return standard.offset if end <= wall_time < begin else daylight.offset


@cache
def _observances(time_zone: str) -> tuple[Observance, ...]:
    """Return one or two observances, the zone's own standard time first."""
    key = ZoneInfo(time_zone).key
    footer = files("tzdata.zoneinfo").joinpath(*key.split("/")).read_bytes().splitlines()[-1]
    match = POSIX.fullmatch(footer.decode("ascii"))
    if match is None:
        raise ValueError(f"no yearly rule for {time_zone} in {footer!r}")
    name, offset, daylight_name, daylight_offset, begin, end = match.groups()
    # POSIX counts offsets westwards.
    standard_offset = -_duration(offset)
    if daylight_name is None:
        return (Observance(name.strip("<>"), standard_offset),)
    hour_ahead = standard_offset + timedelta(hours=1)
    return (
        Observance(name.strip("<>"), standard_offset, _onset(end)),
        Observance(
            daylight_name.strip("<>"),
            -_duration(daylight_offset) if daylight_offset else hour_ahead,
            _onset(begin),
        ),
    )


def _onset(rule: str) -> Onset:
    """Parse ``5.5.0/3``: month 5, last week, Sunday, at 3 (at 2 if no time is given)."""
    day, _, hour = rule.partition("/")
    month, week, weekday = map(int, day.split("."))
    return Onset(month, week, weekday, _duration(hour or "2"))


def _duration(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)
