"""Writing: the author's drafts, before and between publications."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Locale, Page

from experiences.sheets.actions.uploads import delete_uploads
from experiences.sheets.models import SheetIndexPage, SheetPage
from experiences.sheets.permissions import can_delete_sheet_draft, can_edit_sheet, can_write_sheets


class StaleSheet(Exception):
    """Somebody saved a newer revision than the one a draft was made from; `current` is the sheet as it is now."""

    def __init__(self, current: SheetPage):
        super().__init__(current.pk)
        self.current = current


@transaction.atomic
def create_sheet(author, sheet: SheetPage, language: str) -> SheetPage:
    """Put a new sheet, as yet in memory, into the tree of its language as `author`'s draft.

    Its rows, themes, territories and keywords may be set on it before (`sheet.steps = [SheetStep(…)]`,
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
    """Keep `sheet`, the latest revision with changes made in memory, as a new revision.

    What is published stays as it is. `based_on` is the revision the changes were made from: where it is no
    longer the latest, StaleSheet is raised and nothing is kept.
    """
    Page.objects.select_for_update().get(pk=sheet.pk)
    current = SheetPage.objects.get(pk=sheet.pk)
    if not can_edit_sheet(author, current):
        raise PermissionDenied
    if based_on is not None and based_on != current.latest_revision_id:
        raise StaleSheet(current)
    if current.first_published_at is None:
        # Until it is published the page's row follows the draft, so that its slug is taken from now on.
        if sheet.title != current.title:
            sheet.slug = ""
        sheet.save()
    sheet.save_revision(user=author, log_action=True)
    return sheet


@transaction.atomic
def delete_sheet_draft(author, sheet: SheetPage) -> None:
    """Remove a draft that was never published, and the files that came with it."""
    if not can_delete_sheet_draft(author, sheet):
        raise PermissionDenied
    delete_uploads(author, sheet)
    DeletePageAction(sheet, user=author).execute(skip_permission_checks=True)
