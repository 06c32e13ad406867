"""The step of the publication pipeline that notifies the author of a sheet."""

from wagtail.models import PageLogEntry, WorkflowState

from experiences.sheets.models import SheetPage
from website.core.publication import Change, Publication
from website.notifications.actions import notify
from website.notifications.models import Recipient


def notify_author(publication: Publication) -> None:
    """Notify the author of the first publication and of later ones that follow a submission, not of editors' corrections.

    The newest log entry is that of the previous publication: Wagtail writes the current one after these steps.
    """
    sheet = publication.page
    if publication.change != Change.PUBLISHED or not isinstance(sheet, SheetPage) or not can_be_notified(sheet.owner):
        return
    previous = PageLogEntry.objects.filter(page=sheet.pk, action="wagtail.publish").order_by("-timestamp").first()
    submissions = WorkflowState.objects.for_instance(sheet).exclude(status=WorkflowState.STATUS_CANCELLED)
    if previous and not submissions.filter(created_at__gt=previous.timestamp).exists():
        return
    approved = submissions.filter(status=WorkflowState.STATUS_APPROVED).order_by("-created_at").first()
    comment = approved.current_task_state.comment if approved and approved.current_task_state else ""
    notify([Recipient(sheet.owner, reason_object=sheet)], "sheet-published", sheet, title=sheet.title, comment=comment)


def can_be_notified(author) -> bool:
    return author is not None and author.is_active
