from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_time_zone(name: str) -> None:
    """Raise `ValidationError` unless `name` is a zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(_("Enter a time zone, for example Europe/Paris."), code="unknown_zone")
