"""Form fields for days and months, with the same format in URLs of every language."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from website.events.validators import validate_year

ISO_DAY, ISO_MONTH = "%Y-%m-%d", "%Y-%m"


class DayField(forms.DateField):
    """A day such as `2026-12-03`."""

    widget = forms.DateInput({"type": "date"}, format=ISO_DAY)
    input_formats = [ISO_DAY]
    default_validators = [validate_year]
    pattern = "DATE_FORMAT"

    def words(self, value: str) -> str:
        """Return a value from the URL formatted for the active language, or unchanged if it is invalid."""
        try:
            return date_format(self.clean(value), self.pattern)
        except ValidationError:
            return value


class MonthField(DayField):
    """A month such as `2026-12`; cleans to its first day."""

    widget = forms.HiddenInput
    input_formats = [ISO_MONTH]
    pattern = "YEAR_MONTH_FORMAT"
    default_error_messages = {"invalid": _("Enter a month, for example 2026-12.")}
