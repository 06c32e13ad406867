"""The page of an event, and its iCalendar file."""

import re
from datetime import time, timedelta
from email.utils import format_datetime
from html import unescape

import pytest
from icalendar import Calendar

from tests.calendar_linter import faults
from tests.factories.events import DAY, make_event, publish_again
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from tests.website.events.conftest import NOW
from website.topics.models import Theme

pytestmark = pytest.mark.django_db

PAGE = "/fr/agenda/visite-du-port/"


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def file_of(page, language="fr") -> str:
    return f"/{language}/feeds/events/{page.translation_key}.ics"


def test_the_page_shows_time_place_organiser_and_video_meeting(site, client):
    make_event(
        conference_url="https://video.example.org/port",
        latitude=48.58,
        longitude=7.75,
        organiser=OrganisationFactory(slug="port", name="Port autonome"),
        territories=[TerritoryFactory(slug="alsace", name_fr="Alsace")],
        themes=[Theme.objects.get(slug="water")],
        status="TENTATIVE",
    )
    shown = text(client.get(PAGE))
    for words in (
        "mardi 3 juin 2031, 09:00",
        "<dd> Port du Rhin, 67000 Strasbourg </dd>",
        'href="https://www.openstreetmap.org/?mlat=48.58000&mlon=7.75000#map=16/48.58000/7.75000"',
        'href="https://video.example.org/port">video.example.org</a>',
        'href="/fr/organisations/port/">Port autonome</a>',
        'href="/fr/territories/alsace/">Alsace</a>',
        'href="/fr/agenda/?theme=water"',
        '<span class="badge is-copper">',
    ):
        assert words in shown


def test_the_page_links_to_the_event_for_three_calendars(site, client):
    page = make_event()
    shown = text(client.get(PAGE))
    assert f'href="{file_of(page)}"' in shown
    assert "dates=20310603T070000Z%2F20310603T093000Z" in shown
    assert "startdt=2031-06-03T07%3A00%3A00%2B00%3A00" in shown


def test_a_cancelled_event_is_marked_and_not_offered_for_calendars(site, client):
    publish_again(make_event(), status="CANCELLED")
    shown = text(client.get(PAGE))
    assert '<span class="badge is-alarm">' in shown
    assert '<p class="notice">' in shown
    assert "calendar.google.com" not in shown


def test_an_event_with_nothing_but_dates_has_a_page(site, client):
    make_event(start_time=None, end_time=None, location="", end_date=DAY + timedelta(days=2))
    shown = text(client.get(PAGE))
    assert re.search(r"mar\. 3 . jeu\. 5 juin 2031", shown)
    assert "dates=20310603%2F20310606" in shown


def test_a_day_is_marked_up_as_a_day_and_an_hour_with_its_offset(site, client):
    make_event()
    make_event(title="Foire", start_time=None, end_time=None)
    assert '<time datetime="2031-06-03T09:00:00+02:00">' in text(client.get(PAGE))
    assert '<time datetime="2031-06-03">' in text(client.get("/fr/agenda/foire/"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_statements_however_much_is_on_it(site, client, number):
    make_event(
        themes=Theme.objects.all()[:number],
        territories=[TerritoryFactory() for _ in range(number)],
        organiser=OrganisationFactory(),
    )
    client.get(PAGE)
    with statements("events: a page"):
        response = client.get(PAGE)
    assert text(response).count("?theme=") == number


def test_one_event_can_be_downloaded_as_a_calendar(site, client):
    page = make_event(title="Visite « du port » 🌊", slug="visite-du-port")
    make_event(title="Atelier")
    response = client.get(file_of(page))
    assert response.status_code == 200
    assert faults(response.content) == []
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="visite-du-port.ics"'
    assert response["Cache-Control"] == "public, max-age=900"
    calendar = Calendar.from_ical(response.content)
    assert [str(event["SUMMARY"]) for event in calendar.events] == ["Visite « du port » 🌊"]
    assert calendar["X-WR-CALNAME"] == "Visite « du port » 🌊"
    assert calendar["SOURCE"] == f"http://testserver{file_of(page)}"


def test_the_file_is_in_the_readers_language_or_else_its_own(site, client):
    french = make_event()
    before = client.get(file_of(french, "de"))
    make_event(title="Hafenrundgang", language="de", translation_of=french)
    summaries = {
        language: str(Calendar.from_ical(client.get(file_of(french, language)).content).events[0]["SUMMARY"])
        for language in ("fr", "de", "nl")
    }
    assert summaries == {"fr": "Visite du port", "de": "Hafenrundgang", "nl": "Visite du port"}
    assert client.get(file_of(french, "de"))["ETag"] != before["ETag"]


def test_conditional_requests_for_the_file_are_answered_with_304_until_it_changes(site, client, set_now):
    page = make_event()
    first = client.get(file_of(page))
    assert first["Last-Modified"] == format_datetime(NOW, usegmt=True)
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
        {"If-None-Match": first["ETag"], "If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    ):
        response = client.get(file_of(page), headers=headers)
        assert (response.status_code, response.content) == (304, b"")
        assert [response[name] for name in ("ETag", "Last-Modified", "Cache-Control")] == [
            first[name] for name in ("ETag", "Last-Modified", "Cache-Control")
        ]
    stale = {"If-None-Match": '"other"', "If-Modified-Since": first["Last-Modified"]}
    assert client.get(file_of(page), headers=stale).status_code == 200
    set_now(NOW + timedelta(minutes=1))
    publish_again(page, start_time=time(8))
    assert client.get(file_of(page), headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 200
    assert client.head(file_of(page)).content == b""


def test_the_file_of_a_cancelled_event_has_its_status(site, client):
    page = publish_again(make_event(), status="CANCELLED")
    assert Calendar.from_ical(client.get(file_of(page)).content).events[0]["STATUS"] == "CANCELLED"


def test_drafts_and_unpublished_events_have_no_file(site, client):
    draft = make_event(live=False)
    gone = make_event(title="Atelier")
    gone.unpublish()
    for address in (file_of(draft), file_of(gone), "/fr/feeds/events/00000000-0000-4000-8000-000000000000.ics"):
        assert client.get(address).status_code == 404
    assert client.get("/fr/feeds/events/visite-du-port.ics").status_code == 404
    assert client.post(file_of(draft)).status_code == 405


def test_the_file_takes_two_statements(site, client):
    page = make_event()
    client.get("/fr/")
    with statements("events: the file of one"):
        assert client.get(file_of(page)).status_code == 200
