"""VTIMEZONE components from the rules a zone follows now.

``icalendar`` builds a VTIMEZONE from a list of past and coming transitions (RDATE, until 2038).
Readers want the standing rule instead (RRULE), and the TZif files hold it: their last line is the
zone's rule as a POSIX TZ string, such as ``CET-1CEST,M3.5.0,M10.5.0/3`` (RFC 9636, section 3.3).
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

# Long before any event of a site, and the year other calendars start their rules in.
FIRST_YEAR = 1970
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
NAME = r"(<[^<>]+>|[A-Za-z]+)"
TIME = r"([+-]?\d+(?::\d+){0,2})"
POSIX = re.compile(rf"{NAME}{TIME}(?:{NAME}{TIME}?,M([^,]+),M([^,]+))?")


@dataclass(frozen=True)
class Onset:
    """The moment an observance begins each year, in the wall time that it ends.

    ``weekday`` counts from Sunday, ``week`` 5 is the last one; ``time`` may be below zero or above
    24 hours and then falls on another day.
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
            # Egypt changes at the end of October's last Thursday, which may be 1 November. Counted
            # from the end of the year the seven days are the same in leap years.
            del rule["BYMONTH"]
            days_left = (date(FIRST_YEAR + 1, 1, 1) - date(FIRST_YEAR, self.month, 1)).days
            rule["BYYEARDAY"] = [day - days_left - 1 for day in days]
        return vRecur(rule)

    def _seven_days(self, year: int) -> range:
        """The days of the month among which the weekday is looked for."""
        days_in_month = calendar.monthrange(year, self.month)[1]
        first = days_in_month - 6 if self.week == 5 else 7 * self.week - 6
        return range(first, first + 7)


@dataclass(frozen=True)
class Observance:
    """One of the offsets of a zone; ``onset`` is None where it is the only one."""

    name: str
    offset: timedelta
    onset: Onset | None = None


def wall_times(moments: Sequence[datetime], time_zone: str) -> list[datetime]:
    """The same moments as a calendar can say them: in ``time_zone`` or, all of them, in another.

    A wall time is wrong where the VTIMEZONE gives it another offset: the second of the two hours
    that share their figures in autumn, the years before the present rule, and exceptions that no
    yearly rule tells. Such moments are told in the zone that keeps the offset of the first one all
    year. UTC serves where a zone never leaves it, and for the few offsets of broken hours.
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
    """The VTIMEZONE text of an IANA zone, with one yearly rule for each offset it uses now.

    Raises ZoneInfoNotFoundError or ValueError when there is no such zone.
    """
    component = Timezone()
    component.add("TZID", ZoneInfo(time_zone).key)
    observances = _observances(time_zone)
    # In Dublin summer time is the standard and winter the exception; readers that take DAYLIGHT
    # for the later clock are not all prepared for that, so the offsets alone decide.
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
    """What our VTIMEZONE makes of the figures; the first of two readings (RFC 5545, 3.3.5)."""
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
    """One or two observances, the zone's own standard first."""
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
    """``5.5.0/3``: month 5, last week, Sunday, at 3; at 2 when no time is given."""
    day, _, hour = rule.partition("/")
    month, week, weekday = map(int, day.split("."))
    return Onset(month, week, weekday, _duration(hour or "2"))


def _duration(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)
