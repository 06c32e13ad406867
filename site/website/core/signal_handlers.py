"""Publishing, unpublishing and deleting change what readers see; this says so."""

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from website.core import actions, sections


@receiver([page_published, page_unpublished], dispatch_uid="core_page_visibility")
def page_visibility_changed(sender, instance, **kwargs):
    actions.refresh_reader_versions(instance.translation_key)
    actions.raise_stamp(instance._meta.label)
    sections.forget()


@receiver(post_delete, dispatch_uid="core_page_deleted")
def page_deleted(sender, instance, **kwargs):
    if isinstance(instance, Page) and sender is not Page:
        actions.raise_stamp(instance._meta.label)
    elif sender is Page:
        actions.refresh_reader_versions(instance.translation_key)
