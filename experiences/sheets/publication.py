"""The step of the publication pipeline that tells the author of a sheet."""

from wagtail.models import PageLogEntry, WorkflowState

from experiences.sheets.models import SheetPage
from website.core.publication import Change, Publication
from website.notifications.actions import notify
from website.notifications.models import Recipient


def notify_author(publication: Publication) -> None:
    """Tell the author the first time, and whenever something they had sent in comes out; not of an editor's small corrections.

    Wagtail's log has the publication before this one: this one's entry is written after the steps.
    """
    sheet = publication.page
    if publication.change != Change.PUBLISHED or not isinstance(sheet, SheetPage) or not hears(sheet.owner):
        return
    before = PageLogEntry.objects.filter(page=sheet.pk, action="wagtail.publish").order_by("-timestamp").first()
    sent_in = WorkflowState.objects.for_instance(sheet).exclude(status=WorkflowState.STATUS_CANCELLED)
    if before and not sent_in.filter(created_at__gt=before.timestamp).exists():
        return
    approved = sent_in.filter(status=WorkflowState.STATUS_APPROVED).order_by("-created_at").first()
    comment = approved.current_task_state.comment if approved and approved.current_task_state else ""
    notify([Recipient(sheet.owner, reason_object=sheet)], "sheet-published", sheet, title=sheet.title, comment=comment)


def hears(author) -> bool:
    return author is not None and author.is_active
