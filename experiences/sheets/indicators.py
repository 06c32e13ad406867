"""The unit, the period and the accepted units of each indicator of a sheet."""

from decimal import Decimal

from django.utils.translation import gettext as _

from experiences.sheets.enums import Indicator
from website.units.conversion import IncompatibleUnits, compatible_units, convert, rounded
from website.units.enums import Period, Unit

PLACES = 6
LARGEST = Decimal("1e13")

CANONICAL_UNITS: dict[str, Unit] = {
    Indicator.WASTE_DIVERTED: Unit.TONNE,
    Indicator.MATERIAL_SAVED: Unit.TONNE,
    Indicator.GHG_AVOIDED: Unit.TONNE_CO2E,
    Indicator.ENERGY_SAVED: Unit.MWH,
    Indicator.WATER_SAVED: Unit.CUBIC_METRE,
    Indicator.COST_SAVED: Unit.EURO,
    Indicator.SALES_ADDED: Unit.EURO,
    Indicator.INVESTMENT: Unit.EURO,
    Indicator.JOBS: Unit.FTE,
}
COUNTED_ONCE = frozenset({Indicator.INVESTMENT, Indicator.JOBS})


class WrongUnit(ValueError):
    """The unit has another dimension than the indicator. The message is shown to the user."""


class TooLarge(ValueError):
    """The figure has more digits than can be stored. The message is shown to the user."""


def accepted_units(indicator: str) -> list[Unit]:
    """Return the units in which a figure of `indicator` may be entered, the canonical one first."""
    return compatible_units(CANONICAL_UNITS[indicator])


def to_canonical(value: Decimal, unit: str, indicator: str) -> Decimal:
    """Return `value` converted to the canonical unit of `indicator`, rounded to six decimals.

    Raise WrongUnit if the unit has another dimension or is not in `Unit`, and TooLarge if the result reaches `LARGEST`.
    """
    if unit not in Unit.values:
        raise WrongUnit(_wrong_unit_message(unit, indicator))
    try:
        exact = convert(value, unit, CANONICAL_UNITS[indicator])
    except IncompatibleUnits:
        raise WrongUnit(_wrong_unit_message(Unit(unit).label, indicator)) from None
    if abs(exact) >= LARGEST:
        raise TooLarge(_("This figure is too large. Check the number and its unit."))
    return rounded(exact, PLACES)


def period_of(indicator: str) -> Period:
    """Return whether the indicator is counted per year or once."""
    return Period.ONCE if indicator in COUNTED_ONCE else Period.YEAR


def _wrong_unit_message(unit: str, indicator: str) -> str:
    names = ", ".join(str(accepted.label) for accepted in accepted_units(indicator))
    return _("“%(indicator)s” is measured in %(units)s. A figure in %(unit)s cannot be converted.") % {
        "indicator": Indicator(indicator).label,
        "units": names,
        "unit": unit,
    }
