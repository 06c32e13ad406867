from datetime import UTC, datetime, timedelta
from importlib.resources import files
from io import StringIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from dateutil.tz import tzical

from website.events.ical.timezones import render_time_zone, wall_times

ZONE_NAMES = sorted(available_timezones() - {"localtime"})


def installed_zone(name: str) -> ZoneInfo:
    """Load the zone from tzdata, whose rules we read; that of the operating system may be older."""
    with files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def name_and_rules(name: str) -> tuple[str, str]:
    text = render_time_zone(name)
    return text.replace(f"TZID:{name}\r\n", ""), text


def test_paris_changes_on_the_last_sundays_of_march_and_october():
    assert render_time_zone("Europe/Paris").split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "",
    ]


def test_a_zone_of_one_offset_has_one_observance_and_no_rule():
    assert render_time_zone("Europe/Istanbul").split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Istanbul",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0300",
        "TZNAME:+03",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


@pytest.mark.parametrize(
    ("name", "winter", "summer"),
    [
        ("Europe/Dublin", ("+0100", "+0000"), ("+0000", "+0100")),
        ("Australia/Lord_Howe", ("+1100", "+1030"), ("+1030", "+1100")),
        ("America/St_Johns", ("-0230", "-0330"), ("-0330", "-0230")),
    ],
)
def test_daylight_is_the_later_clock_everywhere(name, winter, summer):
    zone = render_time_zone(name)
    for observance, (before, after) in (("STANDARD", winter), ("DAYLIGHT", summer)):
        part = zone.partition(f"BEGIN:{observance}\r\n")[2].partition("END:")[0]
        assert f"TZOFFSETFROM:{before}\r\nTZOFFSETTO:{after}\r\n" in part


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        # 50 hours after the fourth Thursday begins.
        ("Asia/Gaza", ["BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=10"]),
        # One hour before the last Sunday begins.
        ("America/Nuuk", ["BYDAY=-1SU;BYMONTH=10", "BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3"]),
        # 24 hours after the last Thursday begins, which may be the first day of November.
        ("Africa/Cairo", ["BYDAY=FR;BYYEARDAY=-67,-66,-65,-64,-63,-62,-61", "BYDAY=-1FR;BYMONTH=4"]),
    ],
)
def test_a_change_on_another_day_than_its_rule_names_is_written_with_that_day(name, rules):
    lines = render_time_zone(name).split("\r\n")
    written = [line.removeprefix("RRULE:FREQ=YEARLY;") for line in lines if line.startswith("RRULE")]
    assert written[: len(rules)] == rules


def test_dateutil_reads_every_offset_of_every_zone_from_our_rules():
    # Many names share their rules, so one zone per text is enough.
    zones = {rules: (name, text) for name in ZONE_NAMES for rules, text in [name_and_rules(name)]}
    assert len(zones) > 60
    for name, text in zones.values():
        expected_zone, our_zone = installed_zone(name), tzical(StringIO(text)).get(name)
        # A year after all exceptions in tzdata; steps of 35 hours visit every hour of the day.
        for step in range(251):
            moment = datetime(2091, 1, 1, tzinfo=UTC) + timedelta(hours=35 * step)
            local = moment.astimezone(expected_zone)
            if not local.fold:
                assert (name, local.replace(tzinfo=our_zone).utcoffset()) == (name, local.utcoffset())


@pytest.mark.parametrize("name", ["Europe/Paris", "America/Santiago", "Europe/Dublin", "Africa/Cairo", "Asia/Gaza"])
def test_our_rules_change_at_the_same_hour_as_the_zone(name):
    our_zone, expected_zone = tzical(StringIO(render_time_zone(name))).get(name), installed_zone(name)
    for hours in range(365 * 24):
        local = (datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=hours)).astimezone(expected_zone)
        if not local.fold:
            assert local.replace(tzinfo=our_zone).utcoffset() == local.utcoffset()


@pytest.mark.parametrize("name", ["Europe/Paris", "Australia/Sydney", "Africa/Casablanca", "Asia/Kolkata", "UTC"])
def test_wall_times_are_unambiguous_and_equal_the_moments(name):
    for hours in range(0, 3 * 365 * 24, 5):
        start = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        moments = [start, start + timedelta(hours=7)]
        local = wall_times(moments, name)
        assert [moment.astimezone(UTC) for moment in local] == moments
        assert local[0].tzinfo is local[1].tzinfo
        assert [moment.fold for moment in local] == [0, 0]


@pytest.mark.parametrize("name", ["Europe/Nowhere", "../../etc/passwd", "/etc/localtime", ""])
def test_an_unknown_zone_is_refused(name):
    with pytest.raises((ZoneInfoNotFoundError, ValueError)):
        render_time_zone(name)
