"""Format dates and times of events with Babel."""

from datetime import date, datetime, time
from functools import cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_timezone_location

DAY, HOUR = "yMMMEd", "Hm"
# In CLDR English without a territory is American English.
TERRITORIES = {"en": "GB"}


def when(first: date, begins: time | None, last: date, ends: time | None, language: str) -> str:
    """Return e.g. `Thursday, 3 December 2026, 09:00–12:30` in the language, without the time zone."""
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
    """Return the city after which a zone is named, in the language: `New York`."""
    return get_timezone_location(zone, locale=_locale(language), return_city=True)


def _days(first: date, last: date, locale: Locale) -> str:
    if first == last:
        return format_date(first, "full", locale=locale)
    return format_interval(first, last, DAY, locale=locale)


def _hours(begins: time, ends: time | None, locale: Locale) -> str:
    if ends is None:
        return _hour(begins, locale)
    # The date is not part of the result.
    start, end = (datetime.combine(date.min, hour) for hour in (begins, ends))
    return format_interval(start, end, HOUR, locale=locale)


def _hour(hour: time, locale: Locale) -> str:
    return format_time(hour, "short", locale=locale)


def _locale(language: str) -> Locale:
    return Locale(language, TERRITORIES.get(language))
