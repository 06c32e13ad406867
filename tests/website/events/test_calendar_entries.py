"""The calendar entry of an event, from its publication on."""

from datetime import UTC, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from icalendar import Event
from wagtail.models import Locale
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from tests.factories.events import DAY, make_event, publish_again
from tests.testing import versions
from tests.website.events.conftest import NOW
from website.events.actions import publish_calendar_entry, refresh_calendar_entry
from website.events.enums import EventStatus
from website.events.models import AgendaPage, CalendarEntry, EventPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


def vevent_in(page: EventPage) -> Event:
    return Event.from_ical(CalendarEntry.objects.get(page=page).vevent)


def test_the_vevent_of_a_published_event_has_all_properties_in_its_own_language(site, settings):
    settings.BASE_URL = "https://reseau.example.org"
    page = make_event(
        language="de",
        title="Besichtigung des Hafens",
        summary="Ein Rundgang.",
        conference_url="https://video.example.org/hafen",
        latitude=48.58,
        longitude=7.75,
        themes=[Theme.objects.get(slug="water")],
    )
    event = vevent_in(page)
    assert event["UID"] == f"{page.translation_key}@{settings.CALENDAR_UID_HOST}"
    assert (event["SUMMARY"], event["SUMMARY"].params["LANGUAGE"]) == ("Besichtigung des Hafens", "de")
    address = "https://reseau.example.org/de/termine/besichtigung-des-hafens/"
    assert event["URL"] == address
    assert event["CONFERENCE"] == "https://video.example.org/hafen"
    assert event["DESCRIPTION"] == f"Ein Rundgang.\n\n{address}\nhttps://video.example.org/hafen"
    assert event["GEO"].to_ical() == "48.58;7.75"
    assert [str(name) for name in event["CATEGORIES"].cats][1:] == [Theme.objects.get(slug="water").name_de]
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == event["CREATED"].dt == NOW
    assert (event["SEQUENCE"], event["STATUS"], event["TRANSP"]) == (0, "CONFIRMED", "OPAQUE")


def test_whole_days_are_written_as_dates(site):
    event = vevent_in(make_event(start_time=None, end_time=None, end_date=DAY + timedelta(days=2)))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (DAY, DAY + timedelta(days=3))


def test_a_deadline_is_transparent(site):
    assert vevent_in(make_event(kind="deadline", start_time=None, end_time=None))["TRANSP"] == "TRANSPARENT"


def test_drafts_and_scheduled_events_have_no_calendar_entry(site):
    make_event(live=False)
    make_event(go_live_at=timezone.now() + timedelta(days=2))
    assert CalendarEntry.objects.count() == 0


def test_a_draft_of_a_published_event_does_not_change_its_entry(site):
    page = make_event()
    before = CalendarEntry.objects.get(page=page).vevent
    page.start_time = time(8)
    page.save_revision()
    assert CalendarEntry.objects.get(page=page).vevent == before


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({"title": "Visite du port aux pétroles"}, 0),
        ({"summary": "Chaussures de sécurité prêtées."}, 0),
        ({"latitude": 48.5, "longitude": 7.8}, 0),
        ({"start_time": time(10)}, 1),
        ({"end_time": time(12)}, 1),
        ({"start_date": DAY + timedelta(days=1)}, 1),
        ({"start_time": None, "end_time": None}, 1),
        ({"time_zone": "Europe/London"}, 1),
        ({"location": "Kehl"}, 1),
        ({"conference_url": "https://video.example.org/port"}, 1),
        ({"status": "TENTATIVE"}, 1),
        ({"status": "CANCELLED"}, 1),
    ],
)
def test_the_sequence_rises_with_time_place_and_status_and_with_nothing_else(site, changes, sequence):
    page = make_event()
    assert vevent_in(publish_again(page, **changes))["SEQUENCE"] == sequence


def test_the_sequence_rises_at_each_change(site):
    page = make_event()
    for hour in (10, 11):
        publish_again(page, start_time=time(hour))
    publish_again(page, title="Un autre titre")
    assert vevent_in(page)["SEQUENCE"] == 2


def test_a_change_updates_dtstamp_but_not_created(site, set_now):
    page = make_event()
    later = NOW + timedelta(days=3)
    set_now(later)
    event = vevent_in(publish_again(page, title="Un autre titre"))
    assert (event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt, event["CREATED"].dt) == (later, later, NOW)


def test_the_day_of_cancellation_is_stored_until_the_event_is_confirmed_again(site, set_now):
    page = publish_again(make_event(), status="CANCELLED")
    assert page.calendar_entry.cancelled_at == NOW
    set_now(NOW + timedelta(days=9))
    page = publish_again(page, summary="Le port est fermé.")
    assert page.calendar_entry.cancelled_at == NOW
    page = publish_again(page, status="CONFIRMED")
    assert page.calendar_entry.cancelled_at is None
    assert vevent_in(page)["SEQUENCE"] == 2


def test_a_republished_event_continues_its_sequence(site):
    page = publish_again(make_event(), start_time=time(8))
    page.unpublish()
    page = publish_again(page, location="Kehl")
    assert vevent_in(page)["SEQUENCE"] == 2


def test_deleting_an_event_deletes_its_entry(site):
    page = make_event()
    before = versions(CalendarEntry)
    page.delete()
    assert CalendarEntry.objects.count() == 0
    assert versions(CalendarEntry) != before


def test_the_other_versions_continue_the_sequence_of_a_deleted_one(site, set_now):
    french = make_event()
    german = make_event(language="de", title="Hafenrundgang", location="Straßburg", translation_of=french)
    publish_again(french, location="Kehl")
    assert [vevent_in(page)["SEQUENCE"] for page in (french, german)] == [1, 0]
    uid = vevent_in(french)["UID"]
    set_now(NOW + timedelta(days=1))
    before = versions(CalendarEntry)
    EventPage.objects.get(pk=french.pk).delete()
    event = vevent_in(german)
    assert (event["UID"], event["SEQUENCE"], event["SUMMARY"]) == (uid, 1, "Hafenrundgang")
    assert event["LAST-MODIFIED"].dt == NOW + timedelta(days=1)
    assert versions(CalendarEntry) != before
    assert vevent_in(publish_again(german, start_time=time(8)))["SEQUENCE"] == 2


def test_the_other_versions_continue_the_sequence_of_an_unpublished_one(site):
    french = make_event()
    german = make_event(language="de", title="Hafenrundgang", location="Straßburg", translation_of=french)
    publish_again(french, location="Kehl").unpublish()
    assert vevent_in(german)["SEQUENCE"] == 1
    french = publish_again(french, title="Visite")
    assert [vevent_in(page)["SEQUENCE"] for page in (french, german)] == [1, 1]


class OtherZone(ZoneInfo):
    """A zone with another repr."""

    def __repr__(self):
        return f"<zone {self.key}>"


def test_the_sequence_does_not_depend_on_how_python_prints_a_value(site, monkeypatch):
    page = make_event()
    before = CalendarEntry.objects.get(page=page).moment_digest
    fresh = EventPage.objects.get(pk=page.pk)
    fresh.status, fresh.time_zone = EventStatus.CONFIRMED, str(OtherZone("Europe/Paris"))
    fresh.dtstart, fresh.dtend = (
        moment.astimezone(OtherZone("America/New_York")) for moment in (page.dtstart, page.dtend)
    )
    monkeypatch.setattr(EventStatus, "__repr__", lambda self: "another print")
    publish_calendar_entry(fresh)
    entry = CalendarEntry.objects.get(page=page)
    assert (entry.sequence, entry.moment_digest) == (0, before)


def test_all_languages_have_one_uid_and_one_sequence(site):
    french = publish_again(make_event(), start_time=time(8))
    german = make_event(language="de", title="Hafenrundgang", translation_of=french, start_time=time(8))
    assert vevent_in(german)["UID"] == vevent_in(french)["UID"]
    assert vevent_in(german)["SEQUENCE"] == 1


def test_cancelling_an_event_cancels_its_translations(site):
    french = make_event()
    german = make_event(language="de", title="Hafenrundgang", location="Straßburg", translation_of=french)
    publish_again(french, status="CANCELLED", start_time=time(8))
    german.refresh_from_db()
    assert (german.status, german.start_time, german.location) == ("CANCELLED", time(8), "Straßburg")
    event = vevent_in(german)
    assert (event["STATUS"], event["SEQUENCE"], event["SUMMARY"]) == ("CANCELLED", 1, "Hafenrundgang")


def test_a_translation_keeps_its_draft_when_the_time_of_the_original_changes(site):
    french = make_event()
    german = make_event(language="de", title="Hafenrundgang", translation_of=french)
    german.title = "Rundgang durch den Hafen"
    german.save_revision()
    publish_again(french, start_time=time(8))
    german.refresh_from_db()
    draft = german.get_latest_revision_as_object()
    assert (german.title, german.start_time) == ("Hafenrundgang", time(8))
    assert (draft.title, draft.start_time) == ("Rundgang durch den Hafen", time(8))
    assert german.has_unpublished_changes


def test_a_translation_published_with_other_times_gets_those_of_the_original(site):
    french = make_event(start_time=time(8))
    german = make_event(language="de", translation_of=french, start_time=time(9))
    german.refresh_from_db()
    assert german.start_time == time(8)
    assert vevent_in(german)["DTSTART"].dt.hour == 8


def test_an_outdated_translation_does_not_revoke_the_cancellation(site, django_capture_on_commit_callbacks):
    french = make_event(conference_url="https://video.example.org/port", location="Port du Rhin")
    translate_object(french, [Locale.objects.get(language_code="de")])
    translation = Translation.objects.get(source__object_id=french.translation_key)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    publish_again(french, status="CANCELLED")
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    german = EventPage.objects.get(pk=translation.get_target_instance().pk)
    assert (german.live, german.status, german.conference_url) == (True, "CANCELLED", french.conference_url)
    assert (vevent_in(german)["STATUS"], vevent_in(french)["STATUS"]) == ("CANCELLED", "CANCELLED")
    assert (vevent_in(german)["SEQUENCE"], vevent_in(french)["SEQUENCE"]) == (1, 1)


def test_refreshing_an_unchanged_entry_writes_nothing(site):
    page = make_event()
    before = versions(CalendarEntry)
    assert refresh_calendar_entry(page) is False
    assert versions(CalendarEntry) == before


def test_the_command_updates_the_entries_after_base_url_has_changed(site, settings, set_now):
    page = make_event()
    make_event(live=False)
    settings.BASE_URL = "https://nouveau.example.org"
    set_now(NOW + timedelta(days=1))
    before = versions(CalendarEntry)
    output = StringIO()
    call_command("refresh_calendar_entries", stdout=output)
    event = vevent_in(page)
    assert output.getvalue() == "1 calendar entries changed.\n"
    assert event["URL"] == "https://nouveau.example.org/fr/agenda/visite-du-port/"
    assert event["DTSTAMP"].dt == NOW + timedelta(days=1)
    assert event["SEQUENCE"] == 0
    assert versions(CalendarEntry) != before


def test_the_command_creates_missing_entries(site):
    page = make_event()
    CalendarEntry.objects.all().delete()
    call_command("refresh_calendar_entries", stdout=StringIO())
    assert vevent_in(page)["SUMMARY"] == "Visite du port"


def test_renaming_a_theme_renames_the_category(site):
    theme = Theme.objects.get(slug="water")
    page = make_event(themes=[theme])
    theme.name_fr = "Eaux et rivières"
    theme.save()
    assert str(vevent_in(page)["CATEGORIES"].cats[1]) == "Eaux et rivières"


def test_the_url_changes_with_the_slug_of_the_agenda(site, django_capture_on_commit_callbacks):
    page = make_event()
    agenda = AgendaPage.objects.get(locale=Locale.objects.get(language_code="fr"))
    agenda.slug = "rendez-vous"
    with django_capture_on_commit_callbacks(execute=True):
        agenda.save_revision().publish()
    assert vevent_in(page)["URL"].endswith("/fr/rendez-vous/visite-du-port/")


def test_created_is_never_after_last_modified(site):
    page = make_event()
    EventPage.objects.filter(pk=page.pk).update(
        first_published_at=NOW + timedelta(days=1), last_published_at=datetime(2031, 1, 1, tzinfo=UTC)
    )
    CalendarEntry.objects.all().delete()
    refresh_calendar_entry(EventPage.objects.get(pk=page.pk))
    assert vevent_in(page)["CREATED"].dt == vevent_in(page)["LAST-MODIFIED"].dt == datetime(2031, 1, 1, tzinfo=UTC)
