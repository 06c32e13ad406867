import pytest
from django.core.exceptions import ValidationError

from experiences.sheets.validators import validate_no_email


def test_a_contact_with_an_address_is_refused_and_one_without_is_not():
    validate_no_email("Amélie Weber, animatrice @ Colmar")
    with pytest.raises(ValidationError):
        validate_no_email("Amélie Weber (amelie.weber@example.org)")
