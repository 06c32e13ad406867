"""Convert the dates and wall-clock times of events to UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time()
USUAL_LENGTH = timedelta(hours=1)
ONE_DAY = timedelta(days=1)


def moments(
    first: date, begins: time | None, last: date, ends: time | None, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Return the start and the exclusive end in UTC.

    Without `begins` the event lasts whole days. Without `ends` it lasts an hour, or until the end of the last day if it
    lasts several days.
    """
    after = moment(last + ONE_DAY, MIDNIGHT, zone)
    if begins is None:
        return moment(first, MIDNIGHT, zone), after
    begin = moment(first, begins, zone)
    if ends is not None:
        return begin, moment(last, ends, zone)
    return begin, begin + USUAL_LENGTH if first == last else after


def last_day(first: date, last: date, ends: time | None) -> date:
    """Return the last day of the event. An event that ends at midnight does not include the new day."""
    return last - ONE_DAY if ends == MIDNIGHT and last > first else last


def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return a wall-clock time in UTC, the earlier one if the clock shows it twice."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def is_skipped(day: date, hour: time, zone: ZoneInfo) -> bool:
    """Return whether the clocks of the zone skip this time when they are put forward."""
    shown = moment(day, hour, zone).astimezone(zone)
    return shown.replace(tzinfo=None, fold=0) != datetime.combine(day, hour)
