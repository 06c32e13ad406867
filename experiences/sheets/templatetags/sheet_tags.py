"""Data for the templates of sheets: facts, texts, flows, files and cards."""

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from experiences.sheets.enums import FactorKind, Synergy, SynergyType
from experiences.sheets.querysets import fetch_rows
from experiences.sheets.templatetags.sheet_figures import sheet_figures
from website.core.templatetags.site_tags import language_name
from website.units.enums import Unit
from website.units.quantities import with_unit

register = template.Library()


@register.simple_tag
def with_rows(sheet) -> str:
    """Prefetch the rows from within a template, so that a cached fragment costs no queries."""
    fetch_rows(sheet)
    return ""


@register.simple_tag
def sheet_facts(sheet) -> list[dict]:
    """Return the facts shown beside the text."""
    places = [_link(_("Territory"), place) for place in sheet.territories.all()]
    approach = sheet.approach if sheet.approach and sheet.approach.live else None
    cost = sheet.cost_eur is not None and with_unit(sheet.cost_eur, Unit.EURO.label)
    staff = sheet.staff_fte is not None and with_unit(sheet.staff_fte, Unit.FTE.label)
    facts = [
        _link(_("Organisation"), sheet.organisation),
        {"label": _("Web address"), "value": sheet.postal_address},
        {"label": _("Contact"), "value": sheet.contact},
        *places,
        _link(_("Approach"), approach),
        {"label": _("Stage"), "value": sheet.get_stage_display()},
        {"label": _("Type of synergy"), "value": sheet.get_synergy_type_display()},
        {"label": _("Cost"), "value": cost},
        {"label": _("Staff resources"), "value": staff},
        {"label": _("Last verified"), "value": sheet.last_verified_on and formats.date_format(sheet.last_verified_on)},
        {"label": _("Written in"), "value": language_name(sheet.locale.language_code)},
        {"label": _("Licence"), "value": sheet.get_licence_display()},
    ]
    return [fact for fact in facts if fact["value"]]


@register.simple_tag
def synergy_tone(sheet) -> str:
    """Return the colour family for the sheet's type of synergy."""
    return "moss" if synergy_of(sheet.synergy_type) == Synergy.MUTUALISATION else "copper"


@register.simple_tag
def sheet_texts(sheet, *names: str) -> list[dict]:
    """Return the non-empty texts of these fields, each with its heading."""
    field = sheet._meta.get_field
    texts = [(str(field(name).verbose_name), getattr(sheet, name)) for name in names]
    return [{"title": title[0].upper() + title[1:], "text": text} for title, text in texts if text.strip()]


@register.simple_tag
def sheet_steps(sheet) -> list[dict]:
    when = formats.date_format
    return [{"title": step.text, "when": when(step.date) if step.date else ""} for step in sheet.steps.all()]


@register.simple_tag
def sheet_factors(sheet) -> list[dict]:
    """Return the obstacles and the levers as two groups; an empty group is left out."""
    factors = list(sheet.factors.all())
    kinds = ((FactorKind.OBSTACLE, _("Obstacles")), (FactorKind.LEVER, _("Levers")))
    groups = [{"title": title, "factors": [item for item in factors if item.kind == kind]} for kind, title in kinds]
    return [group for group in groups if group["factors"]]


@register.simple_tag
def sheet_flows(sheet) -> list[dict]:
    """Return the exchanges that have both a supplier and a receiver."""
    is_shared = synergy_of(sheet.synergy_type) == Synergy.MUTUALISATION
    return [
        {"giver": row.supplier, "carried": row.description, "receiver": row.receiver, "is_shared": is_shared}
        for row in sheet.exchanges.all()
        if row.supplier and row.receiver
    ]


@register.simple_tag
def sheet_files(sheet) -> list[dict]:
    """Return the documents for `components/downloads.html`."""
    files = [(row, row.document) for row in sheet.documents.all()]
    return [
        {
            "title": row.shown_title,
            "url": document.url,
            "kind": document.file_extension.upper(),
            "size": document.file_size,
            "credit": row.shown_credit,
        }
        for row, document in files
    ]


@register.simple_tag
def sheet_card(sheet) -> dict:
    """Return what a card shows besides title and summary."""
    places = [place.name for place in sheet.territories.all()]
    flows, figures = sheet_flows(sheet), sheet_figures(sheet)
    return {
        "meta": ", ".join([sheet.organisation.name, *places] if sheet.organisation else places),
        "synergy": sheet.get_synergy_type_display(),
        "is_shared": synergy_of(sheet.synergy_type) == Synergy.MUTUALISATION,
        "flow": flows[0] if flows else None,
        "figure": figures[0] if figures else None,
    }


def synergy_of(synergy_type: str) -> Synergy | None:
    return SynergyType(synergy_type).synergy if synergy_type else None


def _link(label: str, target) -> dict:
    return {"label": label, "value": str(target) if target else "", "url": target.get_absolute_url() if target else ""}
