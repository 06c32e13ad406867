"""The forms in which members write sheets."""

from experiences.sheets.forms.sheet import IntentForm, NewSheetForm, SheetForm

__all__ = ["IntentForm", "NewSheetForm", "SheetForm"]
