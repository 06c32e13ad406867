"""What a figure is worth in its indicator's canonical unit: exact, and never across dimensions.

Pure: no database, no settings. Factors are fractions, so that only the last of
the kept decimals is ever rounded.
"""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from django.utils.translation import gettext as _

from experiences.sheets.enums import Indicator, Period, Unit

PLACES = Decimal("0.000001")
LARGEST = Decimal("1e13")

# What one unit is worth in the first of its dimension.
DIMENSIONS: tuple[dict[str, Fraction], ...] = (
    {Unit.TONNE: Fraction(1), Unit.KG: Fraction(1, 1000), Unit.KILOTONNE: Fraction(1000)},
    {Unit.TONNE_CO2E: Fraction(1)},
    {
        Unit.MWH: Fraction(1),
        Unit.KWH: Fraction(1, 1000),
        Unit.GWH: Fraction(1000),
        Unit.GJ: Fraction(10, 36),
        Unit.TOE: Fraction(1163, 100),
    },
    {Unit.CUBIC_METRE: Fraction(1), Unit.LITRE: Fraction(1, 1000)},
    {Unit.EURO: Fraction(1)},
    {Unit.FTE: Fraction(1)},
)

CANONICAL_UNITS: dict[str, str] = {
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
    """A unit that measures something else than the indicator counts; its text is for the person who typed."""


class TooLarge(ValueError):
    """A figure that no territory could reach: a typing mistake, and more digits than are kept."""


def accepted_units(indicator: str) -> list[str]:
    """The units a figure of `indicator` may be entered in, the canonical one first."""
    return list(_factors(indicator))


def to_canonical(value: Decimal, unit: str, indicator: str) -> Decimal:
    """`value` in the canonical unit of `indicator`; WrongUnit across dimensions, TooLarge from `LARGEST` on."""
    factors = _factors(indicator)
    if unit not in factors:
        raise WrongUnit(_refusal(unit, indicator))
    exact = Fraction(value) * factors[unit]
    if abs(exact) >= LARGEST:
        raise TooLarge(_("This figure is too large to be true. Please check the number and its unit."))
    with localcontext(prec=60):
        return (Decimal(exact.numerator) / exact.denominator).quantize(PLACES, ROUND_HALF_EVEN)


def _factors(indicator: str) -> dict[str, Fraction]:
    canonical = CANONICAL_UNITS[indicator]
    return next(units for units in DIMENSIONS if canonical in units)


def period_of(indicator: str) -> str:
    """Whether the indicator counts each year or once."""
    return Period.ONCE if indicator in COUNTED_ONCE else Period.YEAR


def label(unit: str, period: str) -> str:
    """The unit as it is written after a figure: `t per year`, `€`."""
    name = str(Unit(unit).label)
    return f"{name} {Period.YEAR.label}" if period == Period.YEAR else name


def _refusal(unit: str, indicator: str):
    names = ", ".join(str(Unit(accepted).label) for accepted in accepted_units(indicator))
    return _("“%(indicator)s” is counted in %(units)s; a figure in %(unit)s cannot be converted.") % {
        "indicator": Indicator(indicator).label,
        "units": names,
        "unit": Unit(unit).label if unit in Unit.values else unit,
    }
