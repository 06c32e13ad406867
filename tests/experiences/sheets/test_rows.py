from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from experiences.sheets.models import SheetExchange, SheetMeasure, SheetPage
from tests.factories.sheets import make_sheet

pytestmark = pytest.mark.django_db


def test_saving_a_measure_stores_its_canonical_value(author):
    make_sheet(author, rows=1)
    measure = SheetMeasure.objects.get()
    assert (measure.value, measure.unit, measure.canonical_value) == (Decimal(360), "GJ", Decimal(100))


def test_a_unit_of_another_dimension_is_refused_at_its_field():
    measure = SheetMeasure(page=SheetPage(), indicator="energy-saved", value=Decimal(4), unit="t")
    with pytest.raises(ValidationError) as refused:
        measure.clean()
    assert list(refused.value.message_dict) == ["unit"]


def test_a_figure_that_is_too_large_is_refused_at_its_field():
    measure = SheetMeasure(page=SheetPage(), indicator="energy-saved", value=Decimal("9" * 13), unit="GWh")
    with pytest.raises(ValidationError) as refused:
        measure.clean()
    assert list(refused.value.message_dict) == ["value"]


@pytest.mark.parametrize(
    ("fields", "wrong"), [({"quantity": 4}, ["unit"]), ({"quantity": -4, "unit": "t"}, ["quantity"])]
)
def test_a_quantity_without_a_unit_or_below_zero_is_refused(fields, wrong):
    with pytest.raises(ValidationError) as refused:
        SheetExchange(page=SheetPage(), description="Drêches", **fields).clean()
    assert list(refused.value.message_dict) == wrong
