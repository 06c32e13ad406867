"""What happens to texts is told to those who follow them; what goes away takes the follows of it along."""

# First in line when a page is published: which version readers are shown is settled before anybody is told of it.
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import page_published

import website.core.signal_handlers  # noqa: F401 - its receivers are connected by the import
from community.follows import subjects
from community.follows.actions import entries, notifying
from community.follows.models import Follow
from community.members.actions import entry_changed, entry_changing
from website.topics.actions import organisation_added
from website.topics.models import TopicalPage


@receiver(page_published, dispatch_uid="follows_text_published")
def text_published(sender, instance, revision=None, **kwargs):
    """A text that came in with an earlier date is no news."""
    if not isinstance(instance, TopicalPage) or not instance.live or instance.alias_of_id:
        return
    if instance.first_published_at == instance.last_published_at:
        notifying.notify_of_publication(instance, {*_actors(revision), instance.owner_id})
    else:
        notifying.notify_of_change(instance, _actors(revision))


def _actors(revision) -> set[int]:
    """Who has published it and who wrote what is published; the command that publishes in time is nobody."""
    user = get_active_log_context().user
    return {getattr(user, "pk", None), getattr(revision, "user_id", None)} - {None}


@receiver(organisation_added, dispatch_uid="follows_organisation_added")
def organisation_came_in(sender, organisation, **kwargs):
    entries.notify_of_organisation(organisation)


@receiver(entry_changing, dispatch_uid="follows_entry_changing")
def entry_will_change(sender, member, **kwargs):
    entries.remember_lists(member)


@receiver(entry_changed, dispatch_uid="follows_entry_changed")
def entry_has_changed(sender, member, **kwargs):
    entries.notify_of_member(member)


@receiver(post_delete, dispatch_uid="follows_thing_deleted")
def thing_deleted(sender, instance, **kwargs):
    """A text goes on as its next version, if it has one."""
    if subjects.subject_for_model(sender) is None:
        return
    rows = Follow.objects.filter(target_type=ContentType.objects.get_for_model(sender), target_id=instance.pk)
    heir = None
    if isinstance(instance, Page):
        versions = sender.objects.filter(translation_key=instance.translation_key, alias_of=None)
        heir = versions.exclude(pk=instance.pk).order_by("pk").values_list("pk", flat=True).first()
    if heir:
        rows.update(target_id=heir)
    else:
        rows.delete()
