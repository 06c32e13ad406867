"""Exact conversion between units of one dimension.

Factors and results are fractions; `rounded` is the only function that rounds. No database and no settings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from website.units.enums import Dimension, Unit

# The value of one unit in the base unit of its dimension. The base unit comes first.
FACTORS: dict[Dimension, dict[Unit, Fraction]] = {
    Dimension.MASS: {Unit.TONNE: Fraction(1), Unit.KG: Fraction(1, 1000), Unit.KILOTONNE: Fraction(1000)},
    Dimension.EMISSIONS: {Unit.TONNE_CO2E: Fraction(1)},
    Dimension.ENERGY: {
        Unit.MWH: Fraction(1),
        Unit.KWH: Fraction(1, 1000),
        Unit.GWH: Fraction(1000),
        Unit.GJ: Fraction(10, 36),
        Unit.TOE: Fraction(1163, 100),
    },
    Dimension.VOLUME: {Unit.CUBIC_METRE: Fraction(1), Unit.LITRE: Fraction(1, 1000)},
    Dimension.MONEY: {Unit.EURO: Fraction(1)},
    Dimension.LABOUR: {Unit.FTE: Fraction(1)},
    Dimension.TIME: {Unit.HOURS: Fraction(1)},
    Dimension.AREA: {Unit.SQUARE_METRE: Fraction(1)},
    Dimension.COUNT: {Unit.UNITS: Fraction(1)},
    Dimension.PALLETS: {Unit.PALLETS: Fraction(1)},
}
_DIMENSIONS = {unit: dimension for dimension, factors in FACTORS.items() for unit in factors}


class IncompatibleUnits(ValueError):
    """Two units of different dimensions; `units` holds both."""

    def __init__(self, source: str, target: str):
        super().__init__(f"{source} cannot be converted to {target}")
        self.units = (source, target)


@dataclass(frozen=True)
class Density:
    """Tonnes per cubic metre of a material, and the publication that states it. Raise ValueError if one is missing."""

    tonnes_per_cubic_metre: Decimal
    source: str

    def __post_init__(self):
        if not (self.tonnes_per_cubic_metre.is_finite() and self.tonnes_per_cubic_metre > 0):
            raise ValueError("A density is a positive number.")
        if not self.source.strip():
            raise ValueError("A density needs its source.")


def dimension_of(unit: str) -> Dimension:
    return _DIMENSIONS[Unit(unit)]


def compatible_units(unit: str) -> list[Unit]:
    """Return the units of the same dimension, the base unit first."""
    return list(FACTORS[dimension_of(unit)])


def convert(value: Decimal | Fraction, source: str, target: str) -> Fraction:
    """Convert `value` from unit `source` to unit `target`. Raise IncompatibleUnits across dimensions."""
    source, target = Unit(source), Unit(target)
    if dimension_of(source) != dimension_of(target):
        raise IncompatibleUnits(source, target)
    factors = FACTORS[dimension_of(source)]
    return Fraction(value) * factors[source] / factors[target]


def total(quantities: Iterable[tuple[Decimal | Fraction, str]], target: str) -> Fraction:
    """Return the sum of (value, unit) pairs in `target`. Raise IncompatibleUnits for a unit of another dimension."""
    return sum((convert(value, unit, target) for value, unit in quantities), Fraction(0))


def volume_to_mass(value: Decimal | Fraction, source: str, density: Density, target: str = Unit.TONNE) -> Fraction:
    """Return the mass of a volume. Raise IncompatibleUnits unless `source` is a unit of volume and `target` of mass."""
    tonnes = convert(value, source, Unit.CUBIC_METRE) * Fraction(density.tonnes_per_cubic_metre)
    return convert(tonnes, Unit.TONNE, target)


def rounded(value: Fraction, places: int) -> Decimal:
    """Round `value` half to even, to `places` decimals."""
    with localcontext(prec=60):
        return (Decimal(value.numerator) / value.denominator).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
