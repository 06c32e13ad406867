"""Notify followers of changes in the directory, and delete the follows of deleted things."""

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete
from django.dispatch import receiver

from community.follows import subjects
from community.follows.actions import entries
from community.follows.models import Follow
from community.members.actions import entry_changed, entry_changing
from website.topics.actions import organisation_added


@receiver(organisation_added, dispatch_uid="follows_organisation_added")
def notify_of_organisation(sender, organisation, **kwargs):
    entries.notify_of_organisation(organisation)


@receiver(entry_changing, dispatch_uid="follows_entry_changing")
def remember_lists(sender, member, **kwargs):
    entries.remember_lists(member)


@receiver(entry_changed, dispatch_uid="follows_entry_changed")
def notify_of_member(sender, member, **kwargs):
    entries.notify_of_member(member)


@receiver(post_delete, dispatch_uid="follows_target_deleted")
def delete_follows(sender, instance, **kwargs):
    """Delete the follows of a deleted target. A page's `Text` is deleted with its last language version."""
    if any(subject.target_model is sender for subject in subjects.all_subjects()):
        Follow.objects.filter(target_type=ContentType.objects.get_for_model(sender), target_id=instance.pk).delete()
