from datetime import date, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from website.events.calendar.moments import is_skipped, moments
from website.events.calendar.months import FIRST_YEAR, LAST_YEAR


def validate_year(day: date) -> None:
    """Reject mistyped years, and days that cannot be converted to UTC."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Enter a year from %(first)d to %(last)d."), "year", {"first": FIRST_YEAR, "last": LAST_YEAR}
        )


def time_errors(first: date, begins: time | None, last: date, ends: time | None, zone: ZoneInfo) -> dict:
    """Return an error, by field name, if valid dates and times contradict each other."""
    if last < first:
        return {"end_date": _("The last day must not be before the first day.")}
    if begins is None:
        return {"start_time": _("Enter a start time, because the event has an end time.")} if ends else {}
    if last > first and ends is None:
        return {"end_time": _("Enter the time when the event ends on the last day.")}
    for field, day, hour in (("start_time", first, begins), ("end_time", last, ends)):
        if hour and is_skipped(day, hour, zone):
            return {field: _("This time does not exist on that day, because the clocks go forward.")}
    begin, end = moments(first, begins, last, ends, zone)
    if end <= begin:
        return {
            "end_time": _("The end must be after the start. If the event ends after midnight, enter the last day too.")
        }
    return {}
