from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from website.events.calendar.moments import is_skipped, last_day, moments

PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
DAY = date(2026, 12, 3)
ZONES = [ZoneInfo(name) for name in ("Europe/Paris", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "UTC")]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_an_event_with_times_is_converted_to_utc():
    assert moments(DAY, time(9), DAY, time(11, 30), PARIS) == (utc(2026, 12, 3, 8), utc(2026, 12, 3, 10, 30))


def test_times_are_read_in_the_zone_of_the_event():
    assert moments(DAY, time(9), DAY, time(10), NEW_YORK)[0] == utc(2026, 12, 3, 14)


def test_an_event_without_an_end_lasts_an_hour():
    assert moments(DAY, time(9), DAY, None, PARIS) == (utc(2026, 12, 3, 8), utc(2026, 12, 3, 9))


def test_the_assumed_hour_is_correct_across_a_clock_change():
    assert moments(date(2026, 3, 29), time(1, 30), date(2026, 3, 29), None, PARIS)[1] == utc(2026, 3, 29, 1, 30)


def test_several_days_without_an_end_last_until_the_end_of_the_last_day():
    assert moments(DAY, time(9), date(2026, 12, 5), None, PARIS)[1] == utc(2026, 12, 5, 23)


def test_whole_days_last_from_midnight_to_midnight():
    assert moments(DAY, None, date(2026, 12, 5), None, PARIS) == (utc(2026, 12, 2, 23), utc(2026, 12, 5, 23))


def test_the_day_on_which_clocks_go_back_has_25_hours():
    begin, end = moments(date(2026, 10, 25), None, date(2026, 10, 25), None, PARIS)
    assert end - begin == timedelta(hours=25)


def test_an_ambiguous_time_is_read_as_the_first_one():
    assert moments(date(2026, 10, 25), time(2, 30), date(2026, 10, 25), None, PARIS)[0] == utc(2026, 10, 25, 0, 30)


@pytest.mark.parametrize(
    ("day", "hour", "skipped"),
    [
        (date(2026, 3, 29), time(2, 30), True),
        (date(2026, 3, 29), time(3), False),
        (date(2026, 10, 25), time(2, 30), False),
        (date(2026, 3, 28), time(2, 30), False),
    ],
)
def test_an_hour_is_skipped_where_clocks_are_put_forward_over_it(day, hour, skipped):
    assert is_skipped(day, hour, PARIS) is skipped


def test_an_event_that_ends_at_midnight_does_not_include_the_new_day():
    assert last_day(DAY, date(2026, 12, 4), time(0)) == DAY
    assert last_day(DAY, date(2026, 12, 4), time(0, 1)) == date(2026, 12, 4)
    assert last_day(DAY, DAY, time(0)) == DAY


@given(
    first=st.dates(date(1901, 1, 1), date(2099, 1, 1)),
    days=st.integers(0, 400),
    begins=st.none() | st.times(),
    ends=st.none() | st.times(),
    zone=st.sampled_from(ZONES),
)
def test_the_end_is_after_the_beginning_and_both_are_on_their_days(first, days, begins, ends, zone):
    last = first + timedelta(days=days)
    ends = ends if begins and (days or (ends and ends > begins)) else None
    begin, end = moments(first, begins, last, ends, zone)
    # On one day the two times may be on both sides of a clock change, or in the skipped hour.
    assert begin < end or (days == 0 and ends and zone.utcoffset(begin) != zone.utcoffset(end))
    if begins is None or not is_skipped(first, begins, zone):
        midnight = begins or time()
        assert begin.astimezone(zone).replace(tzinfo=None, fold=0) == datetime.combine(first, midnight) or is_skipped(
            first, midnight, zone
        )
