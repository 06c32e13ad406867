"""The figures of sheets, formatted for the reader's language."""

from decimal import Decimal

from django import template
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from experiences.sheets.enums import Indicator
from website.units.enums import Unit
from website.units.quantities import with_unit

register = template.Library()

HEADLINES = (
    Indicator.WASTE_DIVERTED,
    Indicator.MATERIAL_SAVED,
    Indicator.GHG_AVOIDED,
    Indicator.ENERGY_SAVED,
    Indicator.WATER_SAVED,
    Indicator.COST_SAVED,
)
MOST_FIGURES = 3


@register.filter
def quantity(value: Decimal | None) -> str:
    """Format a number for the active language, with grouped thousands and without trailing zeros."""
    if value is None:
        return ""
    return formats.number_format(value.normalize(), use_l10n=True, force_grouping=True)


@register.simple_tag
def sheet_figures(sheet) -> list[dict]:
    """Return up to three headline figures in canonical units, one per indicator, in the order of HEADLINES."""
    measures = {measure.indicator: measure for measure in reversed(list(sheet.measures.all()))}
    return [_figure(measures[name]) for name in HEADLINES if name in measures][:MOST_FIGURES]


@register.simple_tag
def exchange_table(sheet) -> dict:
    """Return the resources exchanged for `components/table.html`."""
    lang = sheet.foreign_language
    columns = [_("Resource"), _("Quantity"), pgettext("giver", "From"), pgettext("receiver", "To")]
    columns.append(_("List of Waste code"))
    rows = [
        [
            {"text": row.description, "lang": lang},
            {"text": _amount(row.quantity, row.unit, row.period), "is_number": True},
            {"text": row.supplier, "lang": lang},
            {"text": row.receiver, "lang": lang},
            {"text": row.resource or ""},
        ]
        for row in sheet.exchanges.all()
    ]
    return _table(columns, rows, numbers=(1,))


@register.simple_tag
def measure_table(sheet) -> dict:
    """Return the measures for `components/table.html`: as entered, in the canonical unit, and how they were obtained."""
    lang = sheet.foreign_language
    columns = [
        _("Indicator"),
        _("Value entered"),
        _("In the standard unit"),
        _("Evidence"),
        _("Method"),
        _("Territory"),
    ]
    rows = [
        [
            {"text": row.get_indicator_display()},
            {"text": _amount(row.value, row.unit, row.period), "is_number": True},
            {"text": _amount(_rounded_value(row), row.canonical_unit, row.period), "is_number": True},
            {"text": row.get_evidence_display()},
            {"text": _basis(row), "lang": lang},
            {"text": row.territory.name if row.territory else ""},
        ]
        for row in sheet.measures.all()
    ]
    return _table(columns, rows, numbers=(1, 2))


def _table(columns: list[str], rows: list[list[dict]], numbers: tuple[int, ...]) -> dict:
    labels = [{"label": label, "is_number": position in numbers} for position, label in enumerate(columns)]
    return {"columns": labels, "rows": rows}


def _amount(value: Decimal | None, unit: str, period: str) -> str:
    if value is None:
        return ""
    return with_unit(value, Unit(unit).label_with(period))


def _rounded_value(measure) -> Decimal:
    """Return the canonical value, rounded for display."""
    value = measure.in_canonical_unit()
    return round(value, 0 if abs(value) >= 100 else 2)


def _figure(measure) -> dict:
    unit = measure.canonical_unit.label_with(measure.period)
    return {"value": quantity(_rounded_value(measure)), "unit": unit, "label": measure.get_indicator_display()}


def _basis(measure) -> str:
    source = " ".join(filter(None, (measure.factor_source, str(measure.factor_year or ""))))
    return " – ".join(filter(None, (measure.method, source and _("factor: %(source)s") % {"source": source})))
