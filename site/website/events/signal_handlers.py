"""Update calendar entries when a theme changes. Publication is handled in `events.publication`."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from website.events import actions
from website.events.models import EventPage
from website.topics.models import Theme


@receiver(post_save, sender=Theme, dispatch_uid="events_theme_saved")
def theme_saved(sender, instance, created, **kwargs):
    """Render the entries of events with this theme, whose name is one of their CATEGORIES."""
    if not created:
        for page in EventPage.objects.live().filter(themes=instance).for_calendar():
            actions.refresh_calendar_entry(page)
