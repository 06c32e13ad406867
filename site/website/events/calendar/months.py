"""A month as weeks of days, Monday first, with what takes place on each."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2100
WEEKS = calendar.Calendar(calendar.MONDAY)


@dataclass(frozen=True)
class MonthEntry:
    """An event on the days from `first` to `last`; `time` says when it begins, on its first day only."""

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
    """Its first and its last day."""
    return month.replace(day=1), month.replace(day=calendar.monthrange(month.year, month.month)[1])


def days_shown(month: date) -> tuple[date, date]:
    """The first and the last day of the weeks that the month touches."""
    days = list(WEEKS.itermonthdates(month.year, month.month))
    return days[0], days[-1]


def lay_out(month: date, entries: Iterable[MonthEntry], today: date) -> list[list[Day]]:
    """The month's weeks; within a day the entries keep their order, those that went on before stand first."""
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
    """None where the calendar begins."""
    before = (month.replace(day=1) - timedelta(days=1)).replace(day=1)
    return before if before.year >= FIRST_YEAR else None


def month_after(month: date) -> date | None:
    """None where the calendar ends."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return after if after.year <= LAST_YEAR else None
