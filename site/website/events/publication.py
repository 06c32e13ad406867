"""The step of the publication pipeline that updates calendar entries."""

from website.core.publication import Change, Publication
from website.events import actions
from website.events.models import EventPage


def update_calendar(publication: Publication) -> None:
    """Update the calendar entry of an event, and its translations."""
    page = publication.page
    if publication.change == Change.MOVED:
        # The entries of all events at or below the page contain its URL.
        for event in EventPage.objects.live().descendant_of(page, inclusive=True).for_calendar():
            actions.refresh_calendar_entry(event)
    elif publication.is_alias or not isinstance(page, EventPage):
        return
    elif publication.change in (Change.PUBLISHED, Change.DETACHED):
        _publish(page)
    elif publication.change in (Change.UNPUBLISHED, Change.DELETED):
        actions.raise_sequences(publication.text)


def _publish(page: EventPage) -> None:
    if actions.sync_with_original(page):
        # It was published again, which ran this step for the corrected version.
        return
    actions.publish_calendar_entry(page)
    for version in EventPage.objects.versions_of(page).live().exclude(pk=page.pk):
        actions.sync_with_original(version)
