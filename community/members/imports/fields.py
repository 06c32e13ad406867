"""Form fields that look up a cell in a vocabulary."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.members.imports.lookups import Lookup

# Matches 17, 17.1, 17.12, 1712, 17.12Z and C17.12, alone or followed by the label of the class.
NACE = re.compile(r"^[A-Z]?\s?(\d\d)\.?(\d{0,2})\s?[A-Z]?(?=\s|$|[-–:])", re.IGNORECASE)


class VocabularyField(forms.Field):
    """One value of a vocabulary. The form sets `lookup`."""

    lookup: Lookup

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        return self.lookup.find(value) if value else None


class MultipleVocabularyField(VocabularyField):
    """Several values of a vocabulary in one cell."""

    def to_python(self, value):
        return self.lookup.find_all(value) if value else ()


class SectorField(VocabularyField):
    """Returns `(NACE code or "", sector)`, from a code or from the name or letter of a section."""

    divisions: dict

    def to_python(self, value):
        if not value:
            return None
        code = NACE.match(value)
        if not code:
            return "", self.lookup.find(value)
        division, rest = code.groups()
        sector = self.divisions.get(int(division))
        if sector is None:
            raise ValidationError(_("“%(text)s” is not in any section of NACE.") % {"text": value})
        return f"{division}.{rest}" if rest else division, sector


class CoordinateField(forms.FloatField):
    """Degrees with a decimal point or comma."""

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)
