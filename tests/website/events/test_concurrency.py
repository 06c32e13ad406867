"""Two versions of an event that change at the same time share one SEQUENCE."""

from datetime import time

import pytest

from tests.concurrency import overlapping
from tests.factories.events import make_event, publish_again
from website.events.actions import publish_calendar_entry
from website.events.models import CalendarEntry, EventPage

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def sequences(text) -> set[int]:
    return set(CalendarEntry.objects.filter(text=text).values_list("sequence", flat=True))


def test_concurrent_publications_of_two_versions_yield_one_sequence(site):
    french = make_event()
    german = make_event(language="de", title="Hafenrundgang", location="Straßburg", translation_of=french)
    overlapping(lambda: publish_again(french, location="Kehl"), lambda: publish_again(german, location="Kehl am Rhein"))
    assert sequences(french.text) == {1}


def test_publish_calendar_entry_locks_the_sequence_itself(site):
    page = make_event()

    def publish(hour: int):
        event = EventPage.objects.get(pk=page.pk)
        event.start_time = time(hour)
        event.set_moments()
        publish_calendar_entry(event)

    overlapping(lambda: publish(8), lambda: publish(10))
    assert sequences(page.text) == {2}
