from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from experiences.sheets import units
from experiences.sheets.enums import Indicator, Period, Unit

VALUES = st.decimals(min_value=0, max_value=10**9, places=3)
ENERGY = st.sampled_from(units.accepted_units(Indicator.ENERGY_SAVED))


@pytest.mark.parametrize(
    ("value", "unit", "indicator", "canonical"),
    [
        ("1500", Unit.KG, Indicator.WASTE_DIVERTED, "1.5"),
        ("2.5", Unit.KILOTONNE, Indicator.MATERIAL_SAVED, "2500"),
        ("27", Unit.TONNE_CO2E, Indicator.GHG_AVOIDED, "27"),
        ("3.6", Unit.GJ, Indicator.ENERGY_SAVED, "1"),
        ("1", Unit.TOE, Indicator.ENERGY_SAVED, "11.63"),
        ("1", Unit.GWH, Indicator.ENERGY_SAVED, "1000"),
        ("250", Unit.KWH, Indicator.ENERGY_SAVED, "0.25"),
        ("1000", Unit.LITRE, Indicator.WATER_SAVED, "1"),
        ("12.34", Unit.EURO, Indicator.COST_SAVED, "12.34"),
        ("0.5", Unit.FTE, Indicator.JOBS, "0.5"),
    ],
)
def test_a_figure_is_worth_what_the_tables_say(value, unit, indicator, canonical):
    assert units.to_canonical(Decimal(value), unit, indicator) == Decimal(canonical)


@given(value=VALUES, indicator=st.sampled_from(Indicator.values))
def test_the_canonical_unit_is_worth_itself(value, indicator):
    assert units.to_canonical(value, units.CANONICAL_UNITS[indicator], indicator) == value


# Ten times the largest stays a figure that is taken, in GWh too.
@given(value=st.decimals(min_value=0, max_value=10**8, places=3), unit=ENERGY)
def test_ten_times_as_much_is_worth_ten_times_as_much(value, unit):
    once = units.to_canonical(value, unit, Indicator.ENERGY_SAVED)
    tenfold = units.to_canonical(value * 10, unit, Indicator.ENERGY_SAVED)
    assert abs(tenfold - once * 10) <= units.PLACES * 10


@given(mwh=VALUES)
def test_the_same_energy_is_worth_the_same_in_every_unit(mwh):
    in_units = {Unit.KWH: mwh * 1000, Unit.GWH: mwh / 1000, Unit.GJ: mwh * Decimal("3.6"), Unit.MWH: mwh}
    assert {units.to_canonical(value, unit, Indicator.ENERGY_SAVED) for unit, value in in_units.items()} == {mwh}


@given(indicator=st.sampled_from(Indicator.values), unit=st.sampled_from(Unit.values), value=VALUES)
def test_a_unit_converts_if_and_only_if_it_is_of_the_indicators_dimension(indicator, unit, value):
    if unit in units.accepted_units(indicator):
        assert units.to_canonical(value, unit, indicator) >= 0
    else:
        with pytest.raises(units.WrongUnit):
            units.to_canonical(value, unit, indicator)


@pytest.mark.parametrize("unit", [Unit.UNITS, Unit.PALLETS, Unit.HOURS, Unit.SQUARE_METRE])
def test_pallets_and_the_like_are_worth_nothing_but_themselves(unit):
    assert [name for name in Indicator.values if unit in units.accepted_units(name)] == []


def test_the_refusal_says_which_units_would_do():
    with translation.override("en"), pytest.raises(units.WrongUnit) as refused:
        units.to_canonical(Decimal(4), Unit.PALLETS, Indicator.WASTE_DIVERTED)
    assert str(refused.value) == (
        "“Waste diverted from disposal” is counted in t, kg, kt; a figure in pallets cannot be converted."
    )


def test_a_figure_beyond_belief_is_refused_before_the_database_has_to():
    with pytest.raises(units.TooLarge):
        units.to_canonical(Decimal("9999999999999"), Unit.KILOTONNE, Indicator.WASTE_DIVERTED)


@pytest.mark.parametrize(
    ("indicator", "period"),
    [(Indicator.WASTE_DIVERTED, Period.YEAR), (Indicator.INVESTMENT, Period.ONCE), (Indicator.JOBS, Period.ONCE)],
)
def test_an_indicator_counts_each_year_or_once(indicator, period):
    assert units.period_of(indicator) == period
