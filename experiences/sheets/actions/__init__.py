"""Functions that change sheets, for views, the demo and tests. The CMS uses Wagtail's workflow actions instead."""

from experiences.sheets.actions.drafts import StaleSheet, create_sheet, delete_sheet_draft, save_sheet_draft
from experiences.sheets.actions.review import (
    IncompleteSheet,
    NoReview,
    approve_sheet,
    request_sheet_changes,
    submit_sheet,
    withdraw_sheet,
)
from experiences.sheets.actions.uploads import credited_document, store_document, store_photo

__all__ = [
    "IncompleteSheet",
    "NoReview",
    "StaleSheet",
    "approve_sheet",
    "create_sheet",
    "credited_document",
    "delete_sheet_draft",
    "request_sheet_changes",
    "save_sheet_draft",
    "store_document",
    "store_photo",
    "submit_sheet",
    "withdraw_sheet",
]
