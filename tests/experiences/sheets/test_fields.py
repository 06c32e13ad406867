from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from experiences.sheets.forms.fields import AmountField, KeywordsField, ResourceCodeField, plain_number
from website.topics.models import Resource


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1250,5", "fr", "1250.5"),
        ("1 250,5", "fr", "1250.5"),
        ("1\u202f250,5", "fr", "1250.5"),
        ("1.250", "fr", "1.250"),
        ("1.250", "de", "1250"),
        ("1.250,5", "de", "1250.5"),
        ("1.250.000", "nl", "1250000"),
        ("1,250.5", "en", "1250.5"),
        ("1,250", "en", "1250"),
        ("1250.5", "en", "1250.5"),
        ("1'250,5", "de", "1250.5"),
        ("-3,2", "fr", "-3.2"),
    ],
)
def test_a_number_is_read_as_it_is_written_in_the_language(text, language, number):
    assert plain_number(text, language) == number


@pytest.mark.parametrize("text", ["", "beaucoup", "1e400", "NaN", "1,2,3", "1.2.3", "٣", "12 t", "--4"])
def test_text_that_is_not_a_number_is_returned_unchanged(text):
    assert plain_number(text, "fr") == text


@pytest.mark.parametrize("text", ["beaucoup", "1e400", "Infinity", "NaN", "0x10"])
def test_text_that_is_not_a_number_is_refused(text):
    with pytest.raises(ValidationError):
        AmountField().clean(text)


def test_a_number_is_shown_as_it_is_written_in_the_language():
    with translation.override("de"):
        assert AmountField().prepare_value(Decimal("1250.500")) == "1250,5"


def test_keywords_are_separated_by_commas_and_listed_once():
    assert KeywordsField().clean("chaleur  fatale, Serre; serre,\n four,,") == ["chaleur fatale", "Serre", "four"]


@pytest.mark.parametrize("text", [", ".join(f"mot{n}" for n in range(16)), "x" * 51, "a\0b"])
def test_too_many_too_long_or_unreadable_keywords_are_refused(text):
    with pytest.raises(ValidationError):
        KeywordsField().clean(text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["15 01 03", "150103", " 15 01 03* ", "15 01 03 emballages en bois"])
def test_a_code_of_the_list_of_waste_is_found_however_it_is_spaced(site, text):
    assert ResourceCodeField().clean(text) == Resource.objects.get(code="15 01 03")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["99 99 99", "bois", "1"])
def test_a_code_that_is_not_on_the_list_is_refused(site, text):
    with pytest.raises(ValidationError):
        ResourceCodeField().clean(text)
