"""The step of the publication pipeline that keeps calendars up to date."""

from website.core.publication import Change, Publication
from website.events import actions
from website.events.models import EventPage


def update_calendar(publication: Publication) -> None:
    """Store what calendars are told of an event, and make its translations follow it."""
    page = publication.page
    if publication.change == Change.MOVED:
        # The address stands in the entries of all events at or below the page.
        for event in EventPage.objects.live().descendant_of(page, inclusive=True).for_calendar():
            actions.refresh_calendar_entry(event)
    elif publication.is_alias or not isinstance(page, EventPage):
        return
    elif publication.change in (Change.PUBLISHED, Change.DETACHED):
        _publish(page)
    elif publication.change in (Change.UNPUBLISHED, Change.DELETED):
        actions.level_sequences(publication.text)


def _publish(page: EventPage) -> None:
    if actions.follow_original(page):
        # It has just been published anew, and was here with that publication.
        return
    actions.publish_calendar_entry(page)
    for version in EventPage.objects.versions_of(page).live().exclude(pk=page.pk):
        actions.follow_original(version)
