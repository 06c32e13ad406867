"""The calendar feed as a calendar program receives it."""

from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from icalendar import Calendar

from tests.calendar_linter import faults
from tests.factories.events import DAY, make_event, publish_again
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from tests.website.events.conftest import NOW
from website.topics.models import Theme

pytestmark = pytest.mark.django_db

FEED = "/fr/feeds/events.ics"


def events(response) -> list:
    assert response.status_code == 200
    return Calendar.from_ical(response.content).events


def titles(response) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(response)]


def all_day(day, **fields):
    return make_event(start_date=day, start_time=None, end_time=None, **fields)


@pytest.fixture
def agenda(site):
    """Create events with different languages, zones, lengths and statuses."""
    water = Theme.objects.get(slug="water")
    alsace = TerritoryFactory(slug="alsace", name_fr="Alsace", country="FR")
    ortenau = TerritoryFactory(slug="ortenau", name_fr="Ortenau", country="DE")
    host = OrganisationFactory(slug="port", name="Port", email="accueil@example.org")
    make_event(title="Visite, « port » ; 🌊", themes=[water], territories=[alsace], organiser=host)
    make_event(title="Rundgang", language="de", territories=[ortenau], time_zone="Europe/Berlin", start_time=time(8))
    all_day(DAY + timedelta(days=40), title="Foire", kind="conference", end_date=DAY + timedelta(days=42))
    make_event(
        title="Webinaire", kind="webinar", location="", conference_url="https://video.example.org/é", themes=[water]
    )
    publish_again(make_event(title="Atelier", kind="workshop"), status="CANCELLED")


FOUND = {
    "": {"Visite, « port » ; 🌊", "Rundgang", "Foire", "Webinaire", "Atelier"},
    "theme=water": {"Visite, « port » ; 🌊", "Webinaire"},
    "territory=alsace": {"Visite, « port » ; 🌊"},
    "country=DE": {"Rundgang"},
    "language=de": {"Rundgang"},
    "kind=workshop&kind=webinar": {"Webinaire", "Atelier"},
    "online=yes": {"Webinaire"},
    "online=no&theme=water": {"Visite, « port » ; 🌊"},
    "organiser=port": {"Visite, « port » ; 🌊"},
    "status=CANCELLED": {"Atelier"},
    "from=2031-06-04": {"Foire"},
    "to=2031-06-03&kind=webinar": {"Webinaire"},
    "from=2031-07-15&to=2031-07-15": {"Foire"},
    "from=2031-07-16": set(),
    "month=2031-07": {"Foire"},
    "when=past": set(),
    "when=all&theme=governance": set(),
}


def test_a_feed_contains_the_filtered_events_and_is_valid_in_every_language(agenda, client):
    for language in ("fr", "de", "nl", "en"):
        answers = {query: client.get(f"/{language}/feeds/events.ics?{query}") for query in FOUND}
        assert {query: set(titles(answer)) for query, answer in answers.items()} == FOUND
        assert {query: faults(answer.content) for query, answer in answers.items()} == {query: [] for query in FOUND}


def test_a_feed_can_be_filtered_by_words(site, client):
    make_event(title="Visite de la papeterie")
    make_event(title="Atelier des palettes")
    assert titles(client.get(f"{FEED}?q=papeterie")) == ["Visite de la papeterie"]


def test_an_event_is_listed_once_in_the_readers_language_or_else_its_own(site, client):
    french = make_event(title="Visite du port")
    make_event(title="Hafenrundgang", language="de", translation_of=french)
    make_event(title="Rondleiding", language="nl", start_time=time(8))
    summaries = {
        language: [(str(event["SUMMARY"]), event["SUMMARY"].params["LANGUAGE"]) for event in events(response)]
        for language in ("fr", "de")
        for response in [client.get(f"/{language}/feeds/events.ics")]
    }
    assert summaries == {
        "fr": [("Rondleiding", "nl"), ("Visite du port", "fr")],
        "de": [("Rondleiding", "nl"), ("Hafenrundgang", "de")],
    }


def test_the_calendar_is_named_after_its_filters_and_contains_its_url(agenda, client, settings):
    query = urlencode({"theme": "water", "from": "2031-06-01"})
    calendar = Calendar.from_ical(client.get(f"{FEED}?{query}&utm_source=mail").content)
    name = str(calendar["X-WR-CALNAME"])
    water = Theme.objects.get(slug="water").name_fr
    words = (f"{settings.SITE_NAME} – ", water, "1 juin 2031")
    assert [word for word in words if word not in name] == []
    assert calendar["SOURCE"] == f"http://testserver{FEED}?from=2031-06-01&theme=water"
    assert calendar["X-WR-TIMEZONE"] == settings.TIME_ZONE


def test_the_feed_has_caching_headers_and_no_content_disposition(agenda, client):
    response = client.get(FEED)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=900"
    assert response["ETag"] == f'"{sha256(response.content).hexdigest()[:32]}"'
    assert response["Last-Modified"] == format_datetime(NOW, usegmt=True)
    assert response.has_header("Content-Disposition") is False
    assert response.has_header("Vary") is False
    assert response.cookies == {}


def test_the_bytes_depend_on_the_content_only(agenda, client, set_now):
    before = client.get(FEED).content
    cache.clear()
    set_now(NOW + timedelta(hours=5))
    client.force_login(UserFactory(time_zone="America/New_York", language="de"))
    assert client.get(FEED).content == before


CONDITIONS = [
    ({"If-None-Match": "{etag}"}, 304),
    ({"If-None-Match": "W/{etag}"}, 304),
    ({"If-None-Match": '"other", {etag}'}, 304),
    ({"If-None-Match": "*"}, 304),
    ({"If-None-Match": '"other"'}, 200),
    ({"If-Modified-Since": "{date}"}, 304),
    ({"If-Modified-Since": "{later}"}, 304),
    ({"If-Modified-Since": "{earlier}"}, 200),
    ({"If-Modified-Since": "{rfc850}"}, 304),
    ({"If-Modified-Since": "yesterday"}, 200),
    ({"If-Modified-Since": "2031-05-12"}, 200),
    ({"If-None-Match": '"other"', "If-Modified-Since": "{later}"}, 200),
    ({"If-None-Match": "{etag}", "If-Modified-Since": "{earlier}"}, 304),
]


@pytest.mark.parametrize("is_cached", [True, False])
def test_conditional_requests_are_answered_with_304_if_nothing_changed(site, client, is_cached):
    make_event()
    first = client.get(FEED)
    words = {
        "etag": first["ETag"],
        "date": first["Last-Modified"],
        "later": format_datetime(NOW + timedelta(seconds=1), usegmt=True),
        "earlier": format_datetime(NOW - timedelta(seconds=1), usegmt=True),
        "rfc850": NOW.strftime("%A, %d-%b-%y %H:%M:%S GMT"),
    }
    for headers, status in CONDITIONS:
        if not is_cached:
            cache.clear()
        response = client.get(FEED, headers={name: value.format(**words) for name, value in headers.items()})
        assert (headers, response.status_code) == (headers, status)
        assert response.content == (b"" if status == 304 else first.content)
        validators = ("ETag", "Last-Modified", "Cache-Control")
        assert [response[name] for name in validators] == [first[name] for name in validators]


def test_head_returns_the_same_headers_without_a_body(agenda, client):
    answers = [client.get(FEED), client.head(FEED)]
    assert answers[1].content == b""
    assert answers[1].headers == answers[0].headers
    assert client.head(FEED, headers={"If-None-Match": answers[0]["ETag"]}).status_code == 304


@pytest.mark.parametrize("change", ["publish", "unpublish", "delete", "rename theme"])
def test_every_change_and_removal_yields_a_new_etag_and_last_modified(site, client, set_now, change):
    theme = Theme.objects.get(slug="water")
    make_event()
    page = make_event(title="Atelier", themes=[theme])
    before = client.get(FEED)
    validators = {"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]}
    set_now(NOW + timedelta(minutes=1))
    if change == "publish":
        publish_again(page, title="Atelier des palettes")
    elif change == "unpublish":
        page.unpublish()
    elif change == "delete":
        page.delete()
    else:
        theme.name_fr = "Eaux et rivières"
        theme.save()
    for name, value in validators.items():
        after = client.get(FEED, headers={name: value})
        assert (name, after.status_code) == (name, 200)
    assert after["ETag"] != before["ETag"]
    assert after["Last-Modified"] == format_datetime(NOW + timedelta(minutes=1), usegmt=True)


def test_the_window_is_90_days_back_and_24_months_ahead(site, client):
    midnight = NOW.replace(hour=0)
    begin, end = (midnight - timedelta(days=90)).date(), (midnight + timedelta(days=730)).date()
    all_day(begin - timedelta(days=1), title="trop ancien", time_zone="UTC")
    all_day(begin, title="premier jour", time_zone="UTC")
    all_day(begin - timedelta(days=5), end_date=begin, title="encore en cours", time_zone="UTC")
    all_day(end - timedelta(days=1), title="dernier jour", time_zone="UTC")
    all_day(end, title="trop lointain", time_zone="UTC")
    assert titles(client.get(FEED)) == ["encore en cours", "premier jour", "dernier jour"]


def test_the_window_moves_at_midnight_and_updates_last_modified(site, client, set_now):
    page = all_day((NOW - timedelta(days=90)).date(), title="ancien", time_zone="UTC")
    before = client.get(FEED)
    assert titles(before) == [page.title]
    midnight = (NOW + timedelta(days=1)).replace(hour=0)
    set_now(midnight)
    after = client.get(FEED, headers={"If-Modified-Since": before["Last-Modified"]})
    assert titles(after) == []
    assert after["Last-Modified"] == format_datetime(midnight, usegmt=True)
    assert faults(after.content) == []


def test_a_cancelled_event_is_listed_as_cancelled_for_90_days(site, client, set_now):
    page = make_event(start_date=DAY + timedelta(days=200))
    assert events(client.get(FEED))[0]["STATUS"] == "CONFIRMED"
    publish_again(page, status="CANCELLED")
    for days in (0, 89, 90):
        set_now(NOW + timedelta(days=days))
        (event,) = events(client.get(FEED))
        assert (days, event["STATUS"], event["SEQUENCE"]) == (days, "CANCELLED", 1)
    set_now(NOW + timedelta(days=91))
    assert events(client.get(FEED)) == []


def test_the_feed_contains_no_email_address(agenda, client, settings):
    text = client.get(FEED).content.decode().replace("\r\n ", "")
    hosts = {line.partition("@")[2] for line in text.split("\r\n") if "@" in line}
    assert hosts == {settings.CALENDAR_UID_HOST}
    assert [word for word in ("ATTENDEE", "ORGANIZER", "mailto:") if word in text] == []


REFUSED = [
    *("from=hier", "from=2031-02-30", "to=0001-01-01", "to=99999-01-01", "from=2031-06-03&to=2031-06-02"),
    *("month=2031-13", "month=1899-12", "month=2101-01", "kind=party", "status=cancelled", "online=maybe"),
    *("theme=no-such-theme", "territory=%F0%9F%8C%8A", "organiser=%27%22%3C%3E", "when=sometime", "language=la"),
    f"q={'x' * 201}",
]


def test_an_invalid_filter_is_answered_with_400_and_its_name(site, client):
    for query in REFUSED:
        response = client.get(f"{FEED}?{query}")
        assert (query, response.status_code) == (query, 400)
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert (query, len(response.content.decode().splitlines())) == (query, 2)
        assert client.get(f"/fr/agenda/?{query}").status_code == 400


def test_unknown_and_empty_parameters_are_ignored(site, client):
    make_event()
    for query in ("page=9", "view=month", "view=cube", "theme=", "unknown=%FF%FE", "from="):
        assert (query, titles(client.get(f"{FEED}?{query}"))) == (query, ["Visite du port"])


def test_other_formats_have_the_same_filters(agenda, client):
    for fmt in ("atom", "csv", "json"):
        response = client.get(f"/fr/feeds/events.{fmt}?kind=webinar")
        text = response.content.decode()
        assert (fmt, response.status_code, "Webinaire" in text, "Foire" in text) == (fmt, 200, True, False)
    assert client.get("/fr/feeds/events.xlsx").status_code == 404


def test_json_has_dates_for_whole_days_and_local_times_with_an_offset(agenda, client):
    items = client.get("/fr/feeds/events.json").json()["items"]
    moments = {item["title"]: (item["begins"], item["ends"]) for item in items}
    assert moments["Foire"] == ("2031-07-13", "2031-07-15")
    assert moments["Rundgang"] == ("2031-06-03T08:00:00+02:00", "2031-06-03T11:30:00+02:00")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("fmt", ["ics", "atom", "csv", "json"])
def test_a_feed_takes_the_same_statements_however_long_it_is(site, client, number, fmt):
    for i in range(number):
        make_event(title=f"Visite {i}", themes=[Theme.objects.get(slug="water")], organiser=OrganisationFactory())
    client.get("/fr/")
    with statements(f"events: the feed as {fmt}"):
        response = client.get(f"/fr/feeds/events.{fmt}")
    assert response.content.decode().count("Visite ") >= number


def test_a_304_response_takes_one_statement(agenda, client):
    etag = client.get(FEED)["ETag"]
    with statements("events: the feed, unchanged"):
        assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 304


def test_dates_in_the_url_do_not_widen_the_window(site, client):
    make_event(title="ancien", start_date=datetime(1970, 1, 1, tzinfo=UTC).date())
    make_event(title="prochain")
    assert titles(client.get(f"{FEED}?from=1950-01-01&to=2100-12-31")) == ["prochain"]
