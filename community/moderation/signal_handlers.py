from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from community.moderation import registry
from community.moderation.models import Case, Decision, Report


@receiver(post_delete, dispatch_uid="moderation_thing_gone")
def close_cases_of_deleted_row(sender, instance, **kwargs):
    """End what applied to a deleted thing. Reports without a decision are deleted with it."""
    if sender._meta.label not in {subject.model for subject in registry.all_subjects()}:
        return
    cases = Case.objects.filter(thing_type=ContentType.objects.get_for_model(sender), thing_id=instance.pk)
    Decision.objects.filter(case__in=cases, ended_at=None).update(ended_at=timezone.now())
    Report.objects.open().filter(case__in=cases).delete()
    cases.update(opened_at=None, is_waiting=False)
    cases.empty().delete()
