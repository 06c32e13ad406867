"""Form fields that several rooms use."""

from math import isfinite

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from website.topics.maps.frame import Bounds


class AreaField(forms.Field):
    """`west,south,east,north` in degrees, as geographic services write a bounding box; gives `Bounds` or None."""

    widget = forms.HiddenInput
    default_error_messages = {"invalid": _("An area is four numbers: west, south, east, north, in degrees.")}

    def to_python(self, value):
        if not value:
            return None
        try:
            west, south, east, north = numbers = [float(part) for part in value.split(",")]
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None
        is_on_earth = all(map(isfinite, numbers)) and -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        if not is_on_earth:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return Bounds(west, south, east, north)
