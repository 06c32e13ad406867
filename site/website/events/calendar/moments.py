"""From the wall clock of a place to moments, for events as editors write them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time()
USUAL_LENGTH = timedelta(hours=1)
ONE_DAY = timedelta(days=1)


def moments(
    first: date, begins: time | None, last: date, ends: time | None, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Begin and exclusive end, in UTC.

    Whole days without `begins`. Without `ends` an hour where it lasts one day, else until the last day is over.
    """
    after = moment(last + ONE_DAY, MIDNIGHT, zone)
    if begins is None:
        return moment(first, MIDNIGHT, zone), after
    begin = moment(first, begins, zone)
    if ends is not None:
        return begin, moment(last, ends, zone)
    return begin, begin + USUAL_LENGTH if first == last else after


def last_day(first: date, last: date, ends: time | None) -> date:
    """The last day on which it takes place: what ends at midnight does not reach into the new day."""
    return last - ONE_DAY if ends == MIDNIGHT and last > first else last


def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """In UTC; the first of the two where the clock shows this hour twice."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def is_skipped(day: date, hour: time, zone: ZoneInfo) -> bool:
    """Whether no clock of the place ever shows this hour, because it is put forward over it."""
    shown = moment(day, hour, zone).astimezone(zone)
    return shown.replace(tzinfo=None, fold=0) != datetime.combine(day, hour)
