"""What happens to a sheet in the CMS or on the site is told to those who wait for it, once, through the outbox."""

from django.dispatch import receiver
from wagtail.models import GroupApprovalTask, PageLogEntry, WorkflowState
from wagtail.signals import page_published, task_submitted, workflow_rejected

from experiences.sheets.models import SheetPage
from website.accounts.models import User
from website.notifications.actions import notify
from website.notifications.enums import NotificationReason
from website.notifications.models import Recipient


@receiver(task_submitted, dispatch_uid="sheets_tell_reviewers")
def notify_reviewers(sender, instance, user=None, **kwargs):
    """A sheet comes in, or comes back: those who may decide hear of it."""
    sheet, task = instance.workflow_state.content_object.specific, instance.task.specific
    if not isinstance(sheet, SheetPage) or not isinstance(task, GroupApprovalTask):
        return
    reviewers = User.objects.filter(is_active=True, groups__in=task.groups.all()).distinct()
    if user is not None:
        reviewers = reviewers.exclude(pk=user.pk)
    is_return = instance.workflow_state.task_states.exclude(pk=instance.pk).exists()
    told = [Recipient(person, NotificationReason.DUTY) for person in reviewers]
    notify(told, "sheet-submitted", sheet, title=sheet.draft_title, is_return=is_return)


@receiver(workflow_rejected, dispatch_uid="sheets_tell_author_of_changes")
def notify_author_of_changes(sender, instance, user=None, **kwargs):
    sheet = instance.content_object.specific
    if not isinstance(sheet, SheetPage) or not _hears(sheet.owner):
        return
    comment = instance.current_task_state.comment
    notify(
        [Recipient(sheet.owner, reason_object=sheet)],
        "sheet-changes-requested",
        sheet,
        title=sheet.draft_title,
        comment=comment,
    )


@receiver(page_published, sender=SheetPage, dispatch_uid="sheets_tell_author_of_publication")
def notify_author_of_publication(sender, instance, **kwargs):
    """The first time, and whenever something the author had sent in comes out; not for an editor's small corrections.

    Wagtail's log has the publication before this one: this one's entry is written after the signal.
    """
    if not instance.live or not _hears(instance.owner):
        return
    before = PageLogEntry.objects.filter(page=instance.pk, action="wagtail.publish").order_by("-timestamp").first()
    sent_in = WorkflowState.objects.for_instance(instance).exclude(status=WorkflowState.STATUS_CANCELLED)
    if before and not sent_in.filter(created_at__gt=before.timestamp).exists():
        return
    approved = sent_in.filter(status=WorkflowState.STATUS_APPROVED).order_by("-created_at").first()
    comment = approved.current_task_state.comment if approved and approved.current_task_state else ""
    told = Recipient(instance.owner, reason_object=instance)
    notify([told], "sheet-published", instance, title=instance.title, comment=comment)


def _hears(author) -> bool:
    return author is not None and author.is_active
