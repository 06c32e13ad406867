"""Load the demo's experience sheets with the site's own actions: create, submit, request changes and approve."""

from datetime import datetime, time
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone, translation
from wagtail.models import Page

from experiences.sheets.actions import (
    approve_sheet,
    create_sheet,
    request_sheet_changes,
    store_document,
    store_photo,
    submit_sheet,
)
from experiences.sheets.models import (
    SheetDocument,
    SheetExchange,
    SheetFactor,
    SheetMeasure,
    SheetPage,
    SheetPhoto,
    SheetStep,
)
from website.demo.content import load_content
from website.demo.pictures import draw_picture
from website.topics.models import Resource

COPIED_FIELDS = ("title", "summary", "stage", "synergy_type", "contact", "postal_address")


def load_sheets(context, users: dict) -> None:
    """Create every sheet in its author's language, then the French versions of some German ones."""
    resources = {resource.code: resource for resource in Resource.objects.all()}
    originals = {}
    for row in load_content("sheets_*.toml", "sheet"):
        author = users[row["author"]]
        sheet = _new_sheet(row, context, resources, author)
        with translation.override(author.language):
            originals[row["key"]] = context.pages[row["key"]] = create_sheet(author, sheet, row["language"])
        _review(originals[row["key"]], row, author, context.coordinator)
    for row in load_content("sheets_*.toml", "translation"):
        _translate(originals[row["key"]], row, context)


def _new_sheet(row: dict, context, resources: dict, author) -> SheetPage:
    sheet = SheetPage(
        **{name: row.get(name, "") for name in COPIED_FIELDS},
        **{name: row[name].strip() for name in SheetPage.TEXT_FIELDS if row.get(name)},
        organisation=context.organisations[row["organisation"]],
        approach=context.pages.get(row.get("approach")),
        staff_fte=_decimal(row.get("staff_fte")),
        cost_eur=_decimal(row.get("cost_eur")),
        last_verified_on=row.get("last_verified_on"),
        licence=row["licence"],
        is_exemplary=row.get("exemplary", False),
    )
    sheet.themes = [context.themes[slug] for slug in row["themes"]]
    sheet.territories = [context.territories[slug] for slug in row["territories"]]
    sheet.keywords.add(*row.get("keywords", ()))
    sheet.steps = [SheetStep(**step) for step in row.get("steps", ())]
    sheet.factors = [SheetFactor(**factor) for factor in row.get("factors", ())]
    sheet.exchanges = [_exchange(exchange, resources) for exchange in row.get("exchanges", ())]
    sheet.measures = [_measure(measure, context) for measure in row.get("measures", ())]
    sheet.photos = [SheetPhoto(image=_photo(photo, author)) for photo in row.get("photos", ())]
    sheet.documents = [SheetDocument(document=_document(entry, row, author)) for entry in row.get("documents", ())]
    return sheet


def _exchange(row: dict, resources: dict) -> SheetExchange:
    fields = {**row, "resource": resources.get(row.get("resource")), "quantity": _decimal(row.get("quantity"))}
    return SheetExchange(**fields)


def _measure(row: dict, context) -> SheetMeasure:
    fields = {**row, "value": _decimal(row["value"]), "territory": context.territories.get(row.get("territory"))}
    return SheetMeasure(**fields)


def _photo(row: dict, author):
    file = ContentFile(draw_picture(row["scene"], row["title"]), name=f"{row['title'][:40]}.png")
    return store_photo(author, file, description=row["description"], credit=row["credit"])


def _document(row: dict, sheet: dict, author):
    """Store a text file with the steps and measures of the sheet."""
    lines = [sheet["title"], ""]
    lines += [f"{step['date']}\t{step['text']}" for step in sheet.get("steps", ())]
    lines += [f"{measure['indicator']};{measure['value']};{measure['unit']}" for measure in sheet.get("measures", ())]
    file = ContentFile("\n".join(lines).encode(), name=row["filename"])
    return store_document(author, file, title=row["title"], credit=row["credit"])


def _review(sheet: SheetPage, row: dict, author, coordinator) -> None:
    if row["state"] == "draft":
        return
    submit_sheet(author, sheet)
    if row["state"] == "changes":
        request_sheet_changes(coordinator, sheet, row["change_comment"])
    elif row["state"] == "published":
        approve_sheet(coordinator, sheet)
        moment = min(timezone.make_aware(datetime.combine(row["published_on"], time(10))), timezone.now())
        Page.objects.filter(pk=sheet.pk).update(first_published_at=moment, last_published_at=moment)


def _translate(original: SheetPage, row: dict, context) -> None:
    """Publish the French version of a sheet, with translated texts and the original's figures and pictures."""
    page = SheetPage.objects.get(pk=original.pk).copy_for_translation(context.locales[row["language"]])
    for name in ("title", "summary", *SheetPage.TEXT_FIELDS):
        if row.get(name):
            setattr(page, name, row[name].strip())
    for relation, name in (
        ("steps", "text"),
        ("exchanges", "description"),
        ("measures", "method"),
        ("factors", "text"),
    ):
        rows = list(getattr(page, relation).all())
        for entry, text in zip(rows, row["methods" if name == "method" else relation], strict=True):
            setattr(entry, name, text)
        setattr(page, relation, rows)
    page.slug = ""
    page.full_clean()
    page.save_revision(user=context.coordinator).publish(user=context.coordinator)
    dates = Page.objects.filter(pk=original.pk).values("first_published_at", "last_published_at").get()
    Page.objects.filter(pk=page.pk).update(**dates)


def _decimal(value) -> Decimal | None:
    return None if value is None else Decimal(str(value))
