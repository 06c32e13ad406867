"""Numbers with their units, as readers write them."""

from decimal import Decimal

from django.utils.formats import number_format

NO_BREAK_SPACE = "\u00a0"


def with_unit(number: Decimal | int, unit: str, decimals: int | None = None) -> str:
    """Return the number with grouped thousands and its unit, which stay on one line: `1 250 t`."""
    value = number.normalize() if isinstance(number, Decimal) and decimals is None else number
    return f"{number_format(value, decimals, force_grouping=True)}{NO_BREAK_SPACE}{unit}"
