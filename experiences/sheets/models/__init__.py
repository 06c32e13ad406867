from experiences.sheets.models.page import SheetIndexPage, SheetPage
from experiences.sheets.models.rows import (
    SheetDocument,
    SheetExchange,
    SheetFactor,
    SheetMeasure,
    SheetPhoto,
    SheetStep,
)
from experiences.sheets.models.uploads import SheetUpload

__all__ = [
    "SheetDocument",
    "SheetExchange",
    "SheetFactor",
    "SheetIndexPage",
    "SheetMeasure",
    "SheetPage",
    "SheetPhoto",
    "SheetStep",
    "SheetUpload",
]
