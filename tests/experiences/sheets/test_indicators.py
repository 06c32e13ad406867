from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from experiences.sheets import indicators
from experiences.sheets.enums import Indicator
from website.units.conversion import dimension_of
from website.units.enums import Period, Unit

VALUES = st.decimals(min_value=0, max_value=10**9, places=3)
CANONICAL = indicators.CANONICAL_UNITS


@pytest.mark.parametrize(
    ("value", "unit", "indicator", "canonical"),
    [
        ("1500", Unit.KG, Indicator.WASTE_DIVERTED, "1.5"),
        ("2.5", Unit.KILOTONNE, Indicator.MATERIAL_SAVED, "2500"),
        ("27", Unit.TONNE_CO2E, Indicator.GHG_AVOIDED, "27"),
        ("1", Unit.GWH, Indicator.ENERGY_SAVED, "1000"),
        ("1000", Unit.LITRE, Indicator.WATER_SAVED, "1"),
        ("12.34", Unit.EURO, Indicator.COST_SAVED, "12.34"),
        ("0.5", Unit.FTE, Indicator.JOBS, "0.5"),
        ("1", Unit.GJ, Indicator.ENERGY_SAVED, "0.277778"),
    ],
)
def test_a_figure_is_stored_in_the_unit_of_its_indicator(value, unit, indicator, canonical):
    assert indicators.to_canonical(Decimal(value), unit, indicator) == Decimal(canonical)


@given(value=VALUES, indicator=st.sampled_from(Indicator.values))
def test_a_figure_in_the_canonical_unit_is_not_changed(value, indicator):
    assert indicators.to_canonical(value, CANONICAL[indicator], indicator) == value


@given(indicator=st.sampled_from(Indicator.values), unit=st.sampled_from(Unit.values), value=VALUES)
def test_a_unit_is_accepted_if_and_only_if_it_is_of_the_indicators_dimension(indicator, unit, value):
    is_accepted = unit in indicators.accepted_units(indicator)
    assert is_accepted == (dimension_of(unit) == dimension_of(CANONICAL[indicator]))
    if is_accepted:
        assert indicators.to_canonical(value, unit, indicator) >= 0
    else:
        with pytest.raises(indicators.WrongUnit):
            indicators.to_canonical(value, unit, indicator)


@pytest.mark.parametrize("unit", [Unit.UNITS, Unit.PALLETS, Unit.HOURS, Unit.SQUARE_METRE])
def test_no_indicator_accepts_pallets_hours_or_square_metres(unit):
    assert [name for name in Indicator.values if unit in indicators.accepted_units(name)] == []


def test_the_refusal_names_the_accepted_units():
    with translation.override("en"), pytest.raises(indicators.WrongUnit) as refused:
        indicators.to_canonical(Decimal(4), Unit.PALLETS, Indicator.WASTE_DIVERTED)
    assert str(refused.value) == (
        "“Waste diverted from disposal” is measured in t, kg, kt. A figure in pallets cannot be converted."
    )


def test_a_unit_that_does_not_exist_is_refused_too():
    with translation.override("en"), pytest.raises(indicators.WrongUnit) as refused:
        indicators.to_canonical(Decimal(4), "furlongs", Indicator.JOBS)
    assert str(refused.value) == (
        "“Jobs created or kept” is measured in FTE. A figure in furlongs cannot be converted."
    )


def test_a_figure_that_cannot_be_stored_is_refused():
    with pytest.raises(indicators.TooLarge):
        indicators.to_canonical(Decimal("9999999999999"), Unit.KILOTONNE, Indicator.WASTE_DIVERTED)


@pytest.mark.parametrize(
    ("indicator", "period"),
    [(Indicator.WASTE_DIVERTED, Period.YEAR), (Indicator.INVESTMENT, Period.ONCE), (Indicator.JOBS, Period.ONCE)],
)
def test_an_indicator_counts_each_year_or_once(indicator, period):
    assert indicators.period_of(indicator) == period
