"""Notify reviewers and authors of the steps of a review, whether taken in the CMS or on the site."""

from django.dispatch import receiver
from wagtail.models import GroupApprovalTask
from wagtail.signals import task_submitted, workflow_rejected

from experiences.sheets.models import SheetPage
from experiences.sheets.publication import can_be_notified
from website.accounts.models import User
from website.notifications.actions import notify
from website.notifications.enums import NotificationReason
from website.notifications.models import Recipient


@receiver(task_submitted, dispatch_uid="sheets_notify_reviewers")
def notify_reviewers(sender, instance, user=None, **kwargs):
    """Notify everyone who may decide that a sheet was submitted or resubmitted."""
    sheet, task = instance.workflow_state.content_object.specific, instance.task.specific
    if not isinstance(sheet, SheetPage) or not isinstance(task, GroupApprovalTask):
        return
    reviewers = User.objects.filter(is_active=True, groups__in=task.groups.all()).distinct()
    if user is not None:
        reviewers = reviewers.exclude(pk=user.pk)
    is_return = instance.workflow_state.task_states.exclude(pk=instance.pk).exists()
    recipients = [Recipient(person, NotificationReason.DUTY) for person in reviewers]
    notify(recipients, "sheet-submitted", sheet, title=sheet.draft_title, is_return=is_return)


@receiver(workflow_rejected, dispatch_uid="sheets_notify_author_of_changes")
def notify_author_of_changes(sender, instance, user=None, **kwargs):
    sheet = instance.content_object.specific
    if not isinstance(sheet, SheetPage) or not can_be_notified(sheet.owner):
        return
    comment = instance.current_task_state.comment
    notify(
        [Recipient(sheet.owner, reason_object=sheet)],
        "sheet-changes-requested",
        sheet,
        title=sheet.draft_title,
        comment=comment,
    )
