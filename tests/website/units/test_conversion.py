from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from website.units.conversion import (
    FACTORS,
    Density,
    IncompatibleUnits,
    compatible_units,
    convert,
    dimension_of,
    rounded,
    total,
    volume_to_mass,
)
from website.units.enums import Dimension, Period, Unit

UNITS = st.sampled_from(list(Unit))
VALUES = st.decimals(min_value=-(10**12), max_value=10**12, places=6)
PAIRS = UNITS.flatmap(lambda unit: st.tuples(st.just(unit), st.sampled_from(compatible_units(unit))))


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("1500", Unit.KG, Unit.TONNE, Fraction(3, 2)),
        ("2.5", Unit.KILOTONNE, Unit.TONNE, 2500),
        ("1", Unit.KILOTONNE, Unit.KG, 1_000_000),
        ("250", Unit.KWH, Unit.MWH, Fraction(1, 4)),
        ("1", Unit.GWH, Unit.KWH, 1_000_000),
        ("1", Unit.MWH, Unit.GJ, Fraction(18, 5)),
        ("1", Unit.TOE, Unit.MWH, Fraction(1163, 100)),
        ("1", Unit.TOE, Unit.GJ, Fraction(41868, 1000)),
        ("1", Unit.CUBIC_METRE, Unit.LITRE, 1000),
    ],
)
def test_a_quantity_converts_with_the_published_factor(value, source, target, expected):
    assert convert(Decimal(value), source, target) == expected


@given(value=VALUES, pair=PAIRS)
def test_converting_there_and_back_gives_exactly_the_same_value(value, pair):
    source, target = pair
    assert convert(convert(value, source, target), target, source) == Fraction(value)


@given(value=VALUES, pair=PAIRS, through=st.data())
def test_a_conversion_through_a_third_unit_gives_the_same_value(value, pair, through):
    source, target = pair
    third = through.draw(st.sampled_from(compatible_units(source)))
    assert convert(convert(value, source, third), third, target) == convert(value, source, target)


@given(first=VALUES, second=VALUES, pair=PAIRS)
def test_the_sum_does_not_depend_on_when_it_is_converted(first, second, pair):
    source, target = pair
    assert total([(first, source), (second, source)], target) == convert(
        Fraction(first) + Fraction(second), source, target
    )


@given(value=VALUES, source=UNITS, target=UNITS)
def test_units_of_two_dimensions_are_neither_converted_nor_added(value, source, target):
    if dimension_of(source) == dimension_of(target):
        assert convert(value, source, target) == total([(value, source)], target)
        return
    with pytest.raises(IncompatibleUnits) as refused:
        convert(value, source, target)
    assert refused.value.units == (source, target)
    with pytest.raises(IncompatibleUnits):
        total([(1, target), (value, source)], target)


def test_every_unit_has_one_dimension_and_every_dimension_its_base_unit():
    assert sorted(unit for factors in FACTORS.values() for unit in factors) == sorted(Unit)
    assert list(FACTORS) == list(Dimension)
    assert [next(iter(factors.values())) for factors in FACTORS.values()] == [1] * len(FACTORS)


@pytest.mark.parametrize("unit", [Unit.UNITS, Unit.PALLETS, Unit.HOURS, Unit.SQUARE_METRE, Unit.EURO, Unit.FTE])
def test_units_without_a_factor_convert_to_themselves_only(unit):
    assert compatible_units(unit) == [unit]


def test_a_volume_becomes_a_mass_with_a_density():
    sand = Density(Decimal("1.6"), "Geotechnical handbook, table 3")
    assert volume_to_mass(Decimal(500), Unit.LITRE, sand) == Fraction(4, 5)
    assert volume_to_mass(Decimal(500), Unit.LITRE, sand, Unit.KG) == 800


@pytest.mark.parametrize(("source", "target"), [(Unit.PALLETS, Unit.TONNE), (Unit.LITRE, Unit.MWH)])
def test_a_density_applies_to_volumes_and_gives_masses_only(source, target):
    with pytest.raises(IncompatibleUnits):
        volume_to_mass(1, source, Density(Decimal(1), "Water at 4 °C"), target)


@pytest.mark.parametrize(
    ("value", "source"),
    [("1.6", ""), ("1.6", "  "), ("0", "A table"), ("-1", "A table"), ("NaN", "A table"), ("Infinity", "A table")],
)
def test_a_density_without_a_source_or_a_positive_value_is_refused(value, source):
    with pytest.raises(ValueError, match="A density"):
        Density(Decimal(value), source)


def test_only_rounding_loses_digits_and_it_rounds_half_to_even():
    assert rounded(Fraction(1, 3), 6) == Decimal("0.333333")
    assert [rounded(Fraction(number, 2), 0) for number in (1, 3, 5)] == [0, 2, 2]


def test_a_unit_is_written_with_its_period():
    with translation.override("fr"):
        assert [Unit.TONNE.label_with(period) for period in Period] == ["t par an", "t"]
