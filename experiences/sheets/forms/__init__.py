"""The form a member writes a sheet with."""

from experiences.sheets.forms.sheet import IntentForm, NewSheetForm, SheetForm

__all__ = ["IntentForm", "NewSheetForm", "SheetForm"]
