"""Editors write events in the CMS. Errors are shown at their fields, and the form keeps what was typed."""

from datetime import time, timedelta

import pytest
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.factories.events import make_event
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory
from website.core.forms import SLUG_IS_TAKEN
from website.events.models import AgendaPage, CalendarEntry, EventPage

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Visite du port",
    "slug": "visite-du-port",
    "summary": "",
    "kind": "visit",
    "status": "CONFIRMED",
    "start_date": "2031-06-03",
    "start_time": "09:00",
    "end_date": "",
    "end_time": "11:30",
    "time_zone": "Europe/Paris",
    "location": "",
    "latitude": "",
    "longitude": "",
    "conference_url": "",
    "organiser": "",
    "body": streamfield([]),
    "keywords": "",
    "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MAX_NUM_FORMS": ""},
}


@pytest.fixture
def editor(site, client):
    user = UserFactory(groups=["Editors"], first_name="Eva", is_superuser=False)
    client.force_login(user)
    return user


def add(client, **typed):
    agenda = AgendaPage.objects.get(locale=Locale.objects.get(language_code="fr"))
    data = nested_form_data({**TYPED, **typed})
    return client.post(f"/cms/pages/add/events/eventpage/{agenda.pk}/", data)


def errors(response) -> dict:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def test_publishing_an_event_creates_its_calendar_entry(editor, client):
    OrganisationFactory()
    response = add(client, **{"action-publish": "1"})
    assert response.status_code == 302
    page = EventPage.objects.get()
    assert (page.live, page.start_time, page.last_day) == (True, time(9), page.start_date)
    assert CalendarEntry.objects.get().page == page
    assert client.get(page.get_absolute_url()).status_code == 200


def test_an_editor_saves_a_draft_without_times(editor, client):
    response = add(client, start_time="", end_time="")
    assert response.status_code == 302
    assert EventPage.objects.get().live is False


WRONG = [
    ({"start_date": ""}, {"start_date"}),
    ({"start_date": "3 juin"}, {"start_date"}),
    ({"start_date": "0001-01-01"}, {"start_date"}),
    ({"start_date": "9999-12-31"}, {"start_date"}),
    ({"end_date": "9999-12-31"}, {"end_date"}),
    ({"end_date": "2031-06-02"}, {"end_date"}),
    ({"end_time": "08:00"}, {"end_time"}),
    ({"end_time": "09:00"}, {"end_time"}),
    ({"end_time": "", "end_date": "2031-06-04"}, {"end_time"}),
    ({"start_time": ""}, {"start_time"}),
    ({"start_time": "25:00"}, {"start_time"}),
    ({"start_date": "2031-03-30", "start_time": "02:30"}, {"start_time"}),
    ({"start_date": "2031-03-30", "start_time": "01:00", "end_time": "02:30"}, {"end_time"}),
    ({"time_zone": "Europe/Atlantis"}, {"time_zone"}),
    ({"time_zone": "../../etc/passwd"}, {"time_zone"}),
    ({"time_zone": ""}, {"time_zone"}),
    ({"time_zone": "localtime"}, {"time_zone"}),
    ({"latitude": "48.58"}, {"longitude"}),
    ({"latitude": "148", "longitude": "7.75"}, {"latitude"}),
    ({"latitude": "nan", "longitude": "inf"}, {"latitude", "longitude"}),
    ({"conference_url": "javascript:alert(1)"}, {"conference_url"}),
    ({"status": "cancelled"}, {"status"}),
    ({"organiser": "99"}, {"organiser"}),
]


def test_an_error_is_shown_at_its_field_and_the_form_keeps_the_rest(editor, client):
    for typed, wrong in WRONG:
        response = add(client, **{"location": "Port du Rhin", **typed})
        assert (typed, response.status_code) == (typed, 200)
        assert (typed, set(errors(response))) == (typed, wrong)
        assert response.context["form"]["location"].value() == "Port du Rhin"
    assert EventPage.objects.count() == 0


def test_publishing_with_a_slug_of_another_language_shows_an_error_at_the_field(editor, client):
    german = make_event(language="de", title="Hafenrundgang", slug="hafen")
    typed = {"title": "Visite", "slug": "hafen", "location": "Port du Rhin", "action-publish": "1"}
    response = add(client, **typed)
    assert (response.status_code, errors(response)) == (200, {"slug": [SLUG_IS_TAKEN]})
    form = response.context["form"]
    assert [form[name].value() for name in ("title", "slug", "location")] == ["Visite", "hafen", "Port du Rhin"]
    assert list(EventPage.objects.filter(slug="hafen")) == [german]
    assert add(client, **{**typed, "slug": "port"}).status_code == 302
    assert EventPage.objects.get(slug="port").live


def test_the_choices_of_zones_come_from_tzdata_without_aliases():
    zones = {zone for zone, _label in EventPage._meta.get_field("time_zone").flatchoices}
    assert {"Europe/Paris", "America/Argentina/Buenos_Aires", "UTC"} <= zones
    assert {"localtime", "Factory", "EST5EDT", "Etc/GMT+1"} & zones == set()


def test_an_event_can_be_previewed_before_it_is_saved(editor, client):
    agenda = AgendaPage.objects.get(locale=Locale.objects.get(language_code="fr"))
    preview = f"/cms/pages/add/events/eventpage/{agenda.pk}/preview/"
    answer = client.post(preview, nested_form_data({**TYPED, "end_date": "2031-06-05"}))
    assert answer.json() == {"is_valid": True, "is_available": True}
    response = client.get(f"{preview}?mode=")
    assert response.status_code == 200
    assert "jeu. 5 juin 2031" in response.content.decode().replace("\u00a0", " ")
    answer = client.post(preview, nested_form_data({**TYPED, "end_time": "08:00"}))
    assert answer.json()["is_valid"] is False


def test_the_preview_of_a_change_shows_the_change(editor, client):
    page = make_event()
    preview = f"/cms/pages/{page.pk}/edit/preview/"
    client.post(preview, nested_form_data({**TYPED, "start_time": "08:15"}))
    shown = client.get(f"{preview}?mode=").content.decode()
    assert ("08:15" in shown, "T061500Z" in shown) == (True, True)


def test_a_translation_cannot_have_other_times_than_its_original(editor, client):
    french = make_event()
    german = make_event(language="de", title="Hafenrundgang", translation_of=french)
    typed = {**TYPED, "title": "Rundgang", "slug": german.slug, "location": "Straßburg", "action-publish": "1"}
    address = f"/cms/pages/{german.pk}/edit/"
    refused = client.post(address, nested_form_data({**typed, "start_time": "08:00", "status": "CANCELLED"}))
    assert {name: len(messages) for name, messages in errors(refused).items()} == {"start_time": 1, "status": 1}
    assert "Visite du port" in errors(refused)["status"][0]
    assert client.post(address, nested_form_data(typed)).status_code == 302
    german.refresh_from_db()
    assert (german.title, german.location, german.start_time) == ("Rundgang", "Straßburg", time(9))


def test_setting_the_status_cancels_an_event(editor, client):
    page = make_event()
    typed = {**TYPED, "status": "CANCELLED", "action-publish": "1"}
    assert client.post(f"/cms/pages/{page.pk}/edit/", nested_form_data(typed)).status_code == 302
    entry = CalendarEntry.objects.get(page=page)
    assert (entry.sequence, entry.cancelled_at is not None) == (1, True)
    assert "is-alarm" in client.get("/fr/agenda/visite-du-port/").content.decode()


def test_an_event_of_a_year_has_one_entry(editor, client):
    first = make_event().start_date
    add(client, slug="foire", end_date=str(first + timedelta(days=365)), **{"action-publish": "1"})
    assert CalendarEntry.objects.count() == 2
