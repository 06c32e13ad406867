"""Create, save and delete the drafts of an author."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Locale, Page

from experiences.sheets.actions.uploads import delete_uploads
from experiences.sheets.models import SheetIndexPage, SheetPage
from experiences.sheets.permissions import can_delete_sheet_draft, can_edit_sheet, can_write_sheets


class StaleSheet(Exception):
    """A newer revision exists than the one the draft was based on; `current` is the sheet as stored now."""

    def __init__(self, current: SheetPage):
        super().__init__(current.pk)
        self.current = current


@transaction.atomic
def create_sheet(author, sheet: SheetPage, language: str) -> SheetPage:
    """Add an unsaved sheet to the page tree of `language` as a draft owned by `author`, and return it.

    Rows, themes, territories and keywords may be assigned beforehand (`sheet.steps = [SheetStep(…)]`,
    `sheet.themes = [theme]`).
    """
    if not can_write_sheets(author):
        raise PermissionDenied
    index = SheetIndexPage.objects.get(locale=Locale.objects.get(language_code=language))
    sheet.owner, sheet.live, sheet.locale = author, False, index.locale
    index.add_child(instance=sheet)
    sheet.save_revision(user=author)
    return sheet


@transaction.atomic
def save_sheet_draft(author, sheet: SheetPage, based_on: int | None = None) -> SheetPage:
    """Save `sheet`, the latest revision with unsaved changes, as a new revision.

    The published version does not change. `based_on` is the id of the revision that was edited. Raise StaleSheet,
    and save nothing, if it is no longer the latest one.
    """
    Page.objects.select_for_update().get(pk=sheet.pk)
    current = SheetPage.objects.get(pk=sheet.pk)
    if not can_edit_sheet(author, current):
        raise PermissionDenied
    if based_on is not None and based_on != current.latest_revision_id:
        raise StaleSheet(current)
    if current.first_published_at is None:
        # Before the first publication the page row follows the draft, so that the slug is reserved.
        if sheet.title != current.title:
            sheet.slug = ""
        sheet.save()
    sheet.save_revision(user=author, log_action=True)
    return sheet


@transaction.atomic
def delete_sheet_draft(author, sheet: SheetPage) -> None:
    """Delete a draft that was never published, and the files uploaded for it."""
    if not can_delete_sheet_draft(author, sheet):
        raise PermissionDenied
    delete_uploads(author, sheet)
    DeletePageAction(sheet, user=author).execute(skip_permission_checks=True)
