from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from website.events.calendar.months import (
    MonthEntry,
    days_of,
    days_shown,
    lay_out,
    month_after,
    month_before,
)

DECEMBER = date(2026, 12, 1)
MONTHS = st.builds(lambda year, month: date(year, month, 1), st.integers(1900, 2100), st.integers(1, 12))


def entry(first: date, last: date | None = None, **fields) -> MonthEntry:
    return MonthEntry(first=first, last=last or first, title="Visite", url="/", **fields)


def days_with_entries(weeks) -> list[date]:
    return [day.date for week in weeks for day in week for _ in day.entries]


def test_december_2026_is_shown_from_monday_to_sunday():
    weeks = lay_out(DECEMBER, [], date(2026, 12, 4))
    assert [len(week) for week in weeks] == [7] * 5
    assert (weeks[0][0].date, weeks[-1][-1].date) == (date(2026, 11, 30), date(2027, 1, 3))
    assert [day.date for week in weeks for day in week if day.is_today] == [date(2026, 12, 4)]
    assert [day.number for week in weeks for day in week if day.is_outside] == ["30", "1", "2", "3"]


def test_an_event_of_several_days_is_on_each_with_its_time_on_the_first():
    weeks = lay_out(DECEMBER, [entry(date(2026, 12, 3), date(2026, 12, 5), time="09:00")], DECEMBER)
    assert [(day.iso, day.entries[0].time) for week in weeks for day in week if day.entries] == [
        ("2026-12-03", "09:00"),
        ("2026-12-04", ""),
        ("2026-12-05", ""),
    ]


def test_events_that_began_earlier_are_listed_first():
    day = date(2026, 12, 4)
    weeks = lay_out(DECEMBER, [entry(day, time="08:00"), entry(date(2026, 12, 3), day)], DECEMBER)
    (shown,) = (shown for week in weeks for shown in week if shown.date == day)
    assert [found.first for found in shown.entries] == [date(2026, 12, 3), day]


@pytest.mark.parametrize(("month", "last"), [(date(2027, 2, 1), 28), (date(2028, 2, 9), 29), (date(2100, 2, 1), 28)])
def test_a_month_has_its_number_of_days(month, last):
    assert days_of(month) == (month.replace(day=1), month.replace(day=last))


def test_the_calendar_begins_in_1900_and_ends_in_2100():
    assert month_before(date(1900, 1, 1)) is None
    assert month_after(date(2100, 12, 1)) is None


@given(MONTHS)
def test_the_month_after_the_one_before_is_the_month(month):
    before, after = month_before(month), month_after(month)
    assert before is None or month_after(before) == month
    assert after is None or month_before(after) == month


@given(MONTHS, st.lists(st.tuples(st.integers(-500, 500), st.integers(0, 700)), max_size=5))
def test_each_event_is_on_each_of_its_days_and_on_no_other(month, spans):
    first_shown, last_shown = days_shown(month)
    starts = [(month + timedelta(days=start), length) for start, length in spans]
    entries = [entry(start, start + timedelta(days=length)) for start, length in starts]
    days = [first_shown + timedelta(days=number) for number in range((last_shown - first_shown).days + 1)]
    expected = [day for day in days for found in entries if found.first <= day <= found.last]
    assert days_with_entries(lay_out(month, entries, month)) == expected
