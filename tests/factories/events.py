"""Events, published as an editor would."""

from datetime import date, time

from tests.factories.pages import make_page
from website.events.models import EventPage

# A Tuesday, three weeks after the day that the tests of events take for today.
DAY = date(2031, 6, 3)


def make_event(**fields) -> EventPage:
    """A visit in Strasbourg from 9 to 11:30."""
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
    """What an editor does who changes a page and publishes it."""
    page = EventPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)
