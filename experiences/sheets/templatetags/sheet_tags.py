"""What the pages of sheets show, worked out: facts, tables, flows, figures."""

from decimal import Decimal

from django import template
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from experiences.sheets import units
from experiences.sheets.enums import FactorKind, Indicator, SheetStatus, Synergy, SynergyType, Unit
from experiences.sheets.querysets import fetch_rows
from website.core.templatetags.site_tags import language_name

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


@register.simple_tag
def with_rows(sheet) -> str:
    """Brings the rows of a sheet to a template that is really rendered, and not to one that comes from a cache."""
    fetch_rows(sheet)
    return ""


@register.filter
def quantity(value: Decimal | None) -> str:
    """A number as the reader writes it, with grouped thousands and no idle zeros."""
    if value is None:
        return ""
    return formats.number_format(value.normalize(), use_l10n=True, force_grouping=True)


@register.simple_tag
def status_words(sheet) -> str:
    """Where a sheet stands, and what comes next, in a sentence for its author."""
    return {
        SheetStatus.DRAFT: _("A draft. Nobody sees it but you and the coordinators. Send it to them when it is ready."),
        SheetStatus.SUBMITTED: _("A coordinator is going to read it. You get a mail as soon as there is an answer."),
        SheetStatus.CHANGES_REQUESTED: _("A coordinator has asked for changes: see the comment. Make them and send it again."),
        SheetStatus.PUBLISHED: _("It is online. You can go on writing at any time: what is online stays until the new version is approved."),
        SheetStatus.PUBLISHED_WITH_CHANGES: _("It is online as it was approved. Your later changes are kept here; send them to the coordinators to have them published."),
        SheetStatus.UNPUBLISHED: _("It was online and is no longer. You can change it and send it again."),
    }[sheet.status]


@register.simple_tag
def history_words(entry, sheet) -> dict:
    """One entry of the log as its author reads it."""
    is_own = entry.user_id is not None and entry.user_id == sheet.owner_id
    titles = {
        "wagtail.create": _("Begun"),
        "wagtail.workflow.start": _("Sent to the coordinators"),
        "wagtail.workflow.resume": _("Sent again"),
        "wagtail.workflow.reject": _("Changes asked for"),
        "wagtail.workflow.approve": _("Approved"),
        "wagtail.workflow.cancel": _("Taken back") if is_own else _("Review ended"),
        "wagtail.publish": _("Published"),
        "wagtail.unpublish": _("Taken offline"),
    }
    by = "" if is_own or not entry.user else entry.user.get_full_name()
    return {"title": titles[entry.action], "by": by, "comment": entry.data.get("comment", "") if entry.data else ""}


@register.simple_tag
def sheet_facts(sheet) -> list[dict]:
    """Who, where, how much: what stands beside the text."""
    places = [_link(_("Territory"), place) for place in sheet.territories.all()]
    approach = sheet.approach if sheet.approach and sheet.approach.live else None
    cost = sheet.cost_eur is not None and f"{quantity(sheet.cost_eur)} {Unit.EURO.label}"
    staff = sheet.staff_fte is not None and f"{quantity(sheet.staff_fte)} {Unit.FTE.label}"
    facts = [
        _link(_("Organisation"), sheet.organisation),
        {"label": _("Address"), "value": sheet.postal_address},
        {"label": _("Contact"), "value": sheet.contact},
        *places,
        _link(_("Démarche"), approach),
        {"label": _("Stage"), "value": sheet.get_stage_display()},
        {"label": _("Kind of synergy"), "value": sheet.get_synergy_type_display()},
        {"label": _("Cost"), "value": cost},
        {"label": _("Human means"), "value": staff},
        {"label": _("Last verified"), "value": formats.date_format(sheet.last_verified_on) if sheet.last_verified_on else ""},
        {"label": _("Written in"), "value": language_name(sheet.locale.language_code)},
        {"label": _("Licence"), "value": sheet.get_licence_display()},
    ]
    return [fact for fact in facts if fact["value"]]


@register.simple_tag
def synergy_tone(sheet) -> str:
    """The colour family of its type of synergy."""
    return "moss" if synergy_of(sheet.synergy_type) == Synergy.MUTUALISATION else "copper"


@register.simple_tag
def sheet_texts(sheet, *names: str) -> list[dict]:
    """The texts of these fields that are not empty, each with its heading."""
    field = sheet._meta.get_field
    texts = [(str(field(name).verbose_name), getattr(sheet, name)) for name in names]
    return [{"title": title[0].upper() + title[1:], "text": text} for title, text in texts if text.strip()]


@register.simple_tag
def sheet_steps(sheet) -> list[dict]:
    when = formats.date_format
    return [{"title": step.text, "when": when(step.date) if step.date else ""} for step in sheet.steps.all()]


@register.simple_tag
def sheet_factors(sheet) -> list[dict]:
    """Obstacles, then levers, each as theme and sentence."""
    factors = list(sheet.factors.all())
    kinds = ((FactorKind.OBSTACLE, _("Obstacles")), (FactorKind.LEVER, _("Levers")))
    groups = [{"title": title, "factors": [item for item in factors if item.kind == kind]} for kind, title in kinds]
    return [group for group in groups if group["factors"]]


@register.simple_tag
def sheet_flows(sheet) -> list[dict]:
    """Who gives what to whom, where all three are known."""
    is_shared = synergy_of(sheet.synergy_type) == Synergy.MUTUALISATION
    return [
        {"giver": row.supplier, "carried": row.description, "receiver": row.receiver, "is_shared": is_shared}
        for row in sheet.exchanges.all()
        if row.supplier and row.receiver
    ]


@register.simple_tag
def sheet_figures(sheet) -> list[dict]:
    """The figures that speak alone, in canonical units: one per indicator, the material ones first."""
    measures = {measure.indicator: measure for measure in reversed(list(sheet.measures.all()))}
    return [_figure(measures[name]) for name in HEADLINES if name in measures][:MOST_FIGURES]


@register.simple_tag
def exchange_table(sheet) -> dict:
    """For `components/table.html`: the resources exchanged."""
    lang = sheet.foreign_language
    columns = [_("Resource"), _("Quantity"), pgettext("giver", "From"), pgettext("receiver", "To"), _("List of Waste code")]
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
    return {"columns": [{"label": label, "is_number": number == 1} for number, label in enumerate(columns)], "rows": rows}


@register.simple_tag
def measure_table(sheet) -> dict:
    """For `components/table.html`: each figure as entered and in its canonical unit, and what it rests on."""
    lang = sheet.foreign_language
    columns = [_("Indicator"), _("As entered"), _("In the common unit"), _("Evidence"), _("Method"), _("Territory")]
    rows = [
        [
            {"text": row.get_indicator_display()},
            {"text": _amount(row.value, row.unit, row.period), "is_number": True},
            {"text": _amount(_shown(row), row.canonical_unit, row.period), "is_number": True},
            {"text": row.get_evidence_display()},
            {"text": _basis(row), "lang": lang},
            {"text": row.territory.name if row.territory else ""},
        ]
        for row in sheet.measures.all()
    ]
    return {"columns": [{"label": label, "is_number": number in (1, 2)} for number, label in enumerate(columns)], "rows": rows}


@register.simple_tag
def sheet_files(sheet) -> list[dict]:
    """For `components/downloads.html`."""
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
    """What a card says beside title and summary."""
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


def _amount(value: Decimal | None, unit: str, period: str) -> str:
    if value is None:
        return ""
    return f"{quantity(value)} {units.label(unit, period)}"


def _shown(measure) -> Decimal:
    """The canonical value, rounded to what a reader can take in."""
    value = units.to_canonical(measure.value, measure.unit, measure.indicator)
    return round(value, 0 if abs(value) >= 100 else 2)


def _figure(measure) -> dict:
    unit = units.label(measure.canonical_unit, measure.period)
    return {"value": quantity(_shown(measure)), "unit": unit, "label": measure.get_indicator_display()}


def _basis(measure) -> str:
    source = " ".join(filter(None, (measure.factor_source, str(measure.factor_year or ""))))
    return " – ".join(filter(None, (measure.method, source and _("factor: %(source)s") % {"source": source})))
