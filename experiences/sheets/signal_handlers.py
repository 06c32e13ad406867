"""What happens to a sheet in the CMS or on the site is told to those who wait for it, once, through the outbox."""

from django.dispatch import receiver
from wagtail.models import GroupApprovalTask
from wagtail.signals import task_submitted, workflow_rejected

from experiences.sheets.models import SheetPage
from experiences.sheets.publication import hears
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
    if not isinstance(sheet, SheetPage) or not hears(sheet.owner):
        return
    comment = instance.current_task_state.comment
    notify(
        [Recipient(sheet.owner, reason_object=sheet)],
        "sheet-changes-requested",
        sheet,
        title=sheet.draft_title,
        comment=comment,
    )
