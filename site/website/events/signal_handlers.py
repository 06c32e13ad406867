"""Calendars are told of what changes events: publication, an address that moves, a theme's name."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, post_page_move

from website.events import actions
from website.events.models import EventPage
from website.topics.models import Theme


@receiver(page_published, sender=EventPage, dispatch_uid="events_published")
def event_published(sender, instance, **kwargs):
    # The signal is sent for pages that are to go live later, too; one that follows its original is published again.
    if not instance.live or instance.alias_of_id or actions.follow_original(instance):
        return
    actions.publish_calendar_entry(instance)
    for version in EventPage.objects.live().translation_of(instance).filter(alias_of=None):
        actions.follow_original(version)


@receiver([page_slug_changed, post_page_move], dispatch_uid="events_address_changed")
def address_changed(sender, instance, **kwargs):
    """The address stands in the entries of all events at or below this page."""
    for page in EventPage.objects.live().descendant_of(instance, inclusive=True).for_calendar():
        actions.refresh_calendar_entry(page)


@receiver(post_save, sender=Theme, dispatch_uid="events_theme_saved")
def theme_saved(sender, instance, created, **kwargs):
    """Themes are the events' categories, by name."""
    if not created:
        for page in EventPage.objects.live().filter(themes=instance).for_calendar():
            actions.refresh_calendar_entry(page)
