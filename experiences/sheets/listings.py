from django.utils.translation import gettext_lazy as _

from experiences.sheets.filters import SheetFilterSet
from experiences.sheets.models import SheetPage
from website.core.listings import Column, Listing, register
from website.topics.listings import TITLE, TOPIC_COLUMNS


def _figures(sheet) -> list[str]:
    """Return each figure in its canonical unit, such as `energy-saved 1900 MWh (measured)`."""
    return [
        f"{row.indicator} {row.in_canonical_unit().normalize():f} {row.canonical_unit} ({row.evidence})"
        for row in sheet.measures.all()
    ]


def _exchange_descriptions(sheet) -> list[str]:
    return [row.description for row in sheet.exchanges.all()]


def _number(value) -> float | None:
    return None if value is None else float(value)


SHEETS = register(
    Listing(
        name="sheets",
        title=_("Experience sheets"),
        items=lambda reader: (
            SheetPage.objects.for_reader(reader.locale).for_cards().order_by("-first_published_at", "-pk")
        ),
        filterset=SheetFilterSet,
        columns=(
            TITLE,
            *TOPIC_COLUMNS,
            Column("organisation", _("Organisation"), lambda sheet: sheet.organisation and sheet.organisation.name),
            Column("stage", _("Stage"), lambda sheet: sheet.stage),
            Column("synergy", _("Type of synergy"), lambda sheet: sheet.synergy_type),
            Column("exemplary", _("Exemplary"), lambda sheet: sheet.is_exemplary),
            Column("resources", _("Resources exchanged"), _exchange_descriptions),
            Column("measures", _("Measures"), _figures),
            Column("cost_eur", _("Cost (€)"), lambda sheet: _number(sheet.cost_eur)),
            Column("staff_fte", _("Staff resources (FTE)"), lambda sheet: _number(sheet.staff_fte)),
            Column("licence", _("Licence"), lambda sheet: sheet.licence),
            Column("last_verified_on", _("Last verified"), lambda sheet: sheet.last_verified_on),
        ),
        item_template="sheets/card.html",
        empty_text=_("No experience sheet matches these filters. Remove a filter, or write the missing sheet."),
        updated=lambda sheet: sheet.last_published_at,
    )
)
