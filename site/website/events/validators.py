from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from website.events.calendar.months import FIRST_YEAR, LAST_YEAR


def validate_year(day: date) -> None:
    """Refuses a slip of the hand, and days that have no moment in UTC."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Write a year from %(first)d to %(last)d."), "year", {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
