"""A month as weeks of days, Monday first, with the events of each day."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2100
WEEKS = calendar.Calendar(calendar.MONDAY)


@dataclass(frozen=True)
class MonthEntry:
    """An event on the days from `first` to `last`. `time` is the start, shown on the first day only."""

    first: date
    last: date
    title: str
    url: str
    time: str = ""
    language: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class Day:
    date: date
    is_outside: bool
    is_today: bool
    entries: list[MonthEntry]

    @property
    def iso(self) -> str:
        return self.date.isoformat()

    @property
    def number(self) -> str:
        return str(self.date.day)


def days_of(month: date) -> tuple[date, date]:
    """Return the first and the last day of the month."""
    return month.replace(day=1), month.replace(day=calendar.monthrange(month.year, month.month)[1])


def days_shown(month: date) -> tuple[date, date]:
    """Return the first and the last day of the weeks that contain days of the month."""
    days = list(WEEKS.itermonthdates(month.year, month.month))
    return days[0], days[-1]


def lay_out(month: date, entries: Iterable[MonthEntry], today: date) -> list[list[Day]]:
    """Return the weeks of the month. Each day lists events that began earlier first, and otherwise keeps their order."""
    first_shown, last_shown = days_shown(month)
    by_day = defaultdict(list)
    for entry in entries:
        going_on = replace(entry, time="")
        day = max(entry.first, first_shown)
        while day <= min(entry.last, last_shown):
            by_day[day].append(entry if day == entry.first else going_on)
            day += timedelta(days=1)
    days = [
        Day(day, day.month != month.month, day == today, sorted(by_day[day], key=lambda entry: entry.first))
        for day in WEEKS.itermonthdates(month.year, month.month)
    ]
    return [days[number : number + 7] for number in range(0, len(days), 7)]


def month_before(month: date) -> date | None:
    """Return the first day of the previous month, or None before FIRST_YEAR."""
    before = (month.replace(day=1) - timedelta(days=1)).replace(day=1)
    return before if before.year >= FIRST_YEAR else None


def month_after(month: date) -> date | None:
    """Return the first day of the next month, or None after LAST_YEAR."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return after if after.year <= LAST_YEAR else None
