"""Events, published through the CMS's revisions."""

from datetime import date, time

from tests.factories.pages import make_page
from website.events.models import EventPage

# A Tuesday, three weeks after the frozen date of the event tests.
DAY = date(2031, 6, 3)


def make_event(**fields) -> EventPage:
    """Publish a visit in Strasbourg from 9:00 to 11:30."""
    values = {
        "title": "Visite du port",
        "kind": "visit",
        "start_date": DAY,
        "start_time": time(9),
        "end_time": time(11, 30),
        "location": "Port du Rhin, 67000 Strasbourg",
    }
    return make_page(EventPage, **(values | fields))


def publish_again(page: EventPage, **changes) -> EventPage:
    """Change and publish a page as an editor does."""
    page = EventPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)
