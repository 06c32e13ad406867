"""Form fields for vocabularies and map areas."""

from math import isfinite

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from website.maps.frame import Bounds


class _SlugChoices(ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from ((row.slug, str(row)) for row in self.field.rows)

    def __len__(self):
        return len(self.field.rows) + (self.field.empty_label is not None)

    def __bool__(self):
        return True


class VocabularyField(forms.ModelChoiceField):
    """A row of a vocabulary, chosen by its slug. Each form reads the rows only once."""

    iterator = _SlugChoices

    @cached_property
    def rows(self) -> list:
        return list(self.queryset)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        for row in self.rows:
            if row.slug == value:
                return row
        raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})


class AreaField(forms.Field):
    """A bounding box as in geographic web services: `west,south,east,north` in degrees. Returns `Bounds` or None."""

    widget = forms.HiddenInput
    default_error_messages = {
        "invalid": _("Enter the map area as four numbers: west, south, east and north, in degrees.")
    }

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
