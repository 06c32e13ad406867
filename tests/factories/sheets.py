"""Sheets, created through the app's own actions, and the form data that a browser submits for one."""

import io
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from experiences.sheets.actions import approve_sheet, create_sheet, submit_sheet
from experiences.sheets.models import SheetExchange, SheetFactor, SheetMeasure, SheetPage, SheetStep
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from website.topics.models import Theme

ROWS = ("steps", "factors", "exchanges", "measures", "photos", "documents")


def make_sheet(author=None, *, language="fr", rows=0, **fields):
    """Create a draft that is complete enough for review, with `rows` rows of each kind."""
    themes = fields.pop("themes", None) or [Theme.objects.get(slug="energy")]
    territories = fields.pop("territories", None) or [TerritoryFactory()]
    defaults = {
        "title": "Chaleur d'une fonderie",
        "summary": "Une fonderie chauffe des serres.",
        "context": "Huit GWh partaient dans l'air.",
        "quantified_results": "1 900 MWh livrés.",
    }
    sheet = SheetPage(**{**defaults, **fields})
    sheet.themes, sheet.territories = themes, territories
    sheet.steps = [SheetStep(text=f"Étape {number}") for number in range(rows)]
    sheet.factors = [SheetFactor(kind="lever", theme="land", text=f"Levier {number}") for number in range(rows)]
    sheet.exchanges = [
        SheetExchange(description=f"Eau chaude {number}", quantity=Decimal(100), unit="MWh", supplier="A", receiver="B")
        for number in range(rows)
    ]
    sheet.measures = [
        SheetMeasure(indicator="energy-saved", value=Decimal(360), unit="GJ", territory=territories[0])
        for _number in range(rows)
    ]
    return create_sheet(author or UserFactory(), sheet, language)


def make_published_sheet(author=None, coordinator=None, **fields):
    sheet = make_sheet(author, **fields)
    submit_sheet(sheet.owner, sheet)
    approve_sheet(coordinator or UserFactory(groups=["Coordinators"]), sheet)
    return SheetPage.objects.get(pk=sheet.pk)


def sheet_post(**changes) -> dict:
    """Return the form data of a sheet without rows; `steps=[{…}]` adds rows, other arguments set fields."""
    data = {"language": "fr", "title": "Chaleur d'une fonderie", "licence": "cc-by-sa-4.0", "intent": "save"}
    for name in ROWS:
        rows = changes.pop(name, [])
        data |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-{number}-{key}": value for number, row in enumerate(rows) for key, value in row.items()}
    return data | changes


def complete_post(**changes) -> dict:
    """Return `sheet_post` with all fields that a review requires."""
    texts = {"summary": "Une fonderie chauffe des serres.", "context": "Huit GWh partaient dans l'air."}
    topics = {"themes": [Theme.objects.get(slug="energy").pk], "territories": [TerritoryFactory().pk]}
    return sheet_post(**texts, qualitative_results="Les fondeurs en parlent.", **topics, **changes)


def picture(name="four.png", size=(40, 30), kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, "#93401a").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue(), f"image/{kind.lower()}")


def pdf(name="contrat.pdf", content=b"%PDF-1.7\n1 0 obj\n"):
    return SimpleUploadedFile(name, content, "application/pdf")
