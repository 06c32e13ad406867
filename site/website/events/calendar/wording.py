"""When an event takes place, in words."""

from datetime import date, datetime, time
from functools import cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_timezone_location

DAY, HOUR = "yMMMEd", "Hm"
# CLDR's English without a country is that of the United States.
TERRITORIES = {"en": "GB"}


def when(first: date, begins: time | None, last: date, ends: time | None, language: str) -> str:
    """`Thursday, 3 December 2026, 09:00–12:30`, as the language writes it; no zone is named."""
    locale = _locale(language)
    if begins is None:
        return _days(first, last, locale)
    if first == last:
        return f"{_days(first, last, locale)}, {_hours(begins, ends, locale)}"
    start, end = (format_skeleton(DAY, day, locale=locale) for day in (first, last))
    until = f"{end}, {_hour(ends, locale)}" if ends else end
    return f"{start}, {_hour(begins, locale)} – {until}"


@cache
def venue_text(zone: str, language: str) -> str:
    """The place a zone is named after, in words: `New York`."""
    return get_timezone_location(zone, locale=_locale(language), return_city=True)


def _days(first: date, last: date, locale: Locale) -> str:
    if first == last:
        return format_date(first, "full", locale=locale)
    return format_interval(first, last, DAY, locale=locale)


def _hours(begins: time, ends: time | None, locale: Locale) -> str:
    if ends is None:
        return _hour(begins, locale)
    # Any day will do: only the hours are written.
    start, end = (datetime.combine(date.min, hour) for hour in (begins, ends))
    return format_interval(start, end, HOUR, locale=locale)


def _hour(hour: time, locale: Locale) -> str:
    return format_time(hour, "short", locale=locale)


def _locale(language: str) -> Locale:
    return Locale(language, TERRITORIES.get(language))
