"""The agenda's page: a list and a month with the same filters."""

import re
from datetime import date, time, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories.events import DAY, make_event, publish_again
from tests.factories.people import UserFactory
from tests.testing import statements
from tests.website.events.conftest import NOW
from website.topics.models import Theme

pytestmark = pytest.mark.django_db

LIST = "/fr/agenda/"
MONTH = "/fr/agenda/?view=month&month=2031-06"


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def titles(response) -> list[str]:
    """Return the headings of the cards in order."""
    headings = re.findall(r"<article.*?<h3.*?>(.*?)</h3>", text(response))
    return [" ".join(re.sub("<[^>]+>", "", heading).split()) for heading in headings]


def days_of(response, title: str) -> list[str]:
    """Return the days of the month on which the event is shown."""
    cells = re.findall(r'<time datetime="([^"]+)">(.*?)</td>', text(response))
    return [day for day, cell in cells if title in cell]


def test_the_list_shows_upcoming_events_the_next_one_first(site, client):
    make_event(title="après", start_date=DAY + timedelta(days=1))
    make_event(title="avant")
    make_event(title="passé", start_date=NOW.date() - timedelta(days=1))
    make_event(title="en cours", start_date=NOW.date() - timedelta(days=1), end_date=NOW.date() + timedelta(days=1))
    assert titles(client.get(LIST)) == ["en cours", "avant", "après"]
    assert titles(client.get(f"{LIST}?when=past")) == ["passé"]
    assert titles(client.get(f"{LIST}?when=all")) == ["passé", "en cours", "avant", "après"]
    assert titles(client.get(f"{LIST}?to=2031-06-03")) == ["passé", "en cours", "avant"]


def test_an_event_of_today_is_listed_until_it_is_over(site, client, set_now):
    make_event(title="ce matin", start_date=NOW.date(), start_time=time(9), end_time=time(12))
    assert titles(client.get(LIST)) == ["ce matin"]
    set_now(NOW.replace(hour=10, minute=1))
    assert titles(client.get(LIST)) == []


def test_a_page_number_that_does_not_exist_is_answered_with_404(site, client):
    for page in ("0", "3", "-1", "x", "9999999999999999999999"):
        assert (page, client.get(f"{LIST}?page={page}").status_code) == (page, 404)


def test_a_card_shows_time_place_summary_and_cancellation(site, client):
    page = make_event(title="Visite", summary="Chaussures prêtées.")
    publish_again(page, status="CANCELLED")
    shown = text(client.get(LIST))
    for words in ("mardi 3 juin 2031, 09:00", "Port du Rhin, 67000 Strasbourg", "Chaussures prêtées."):
        assert words in shown
    assert '<article class="card card-event is-cancelled">' in shown


def test_the_time_zone_is_named_if_it_is_not_the_readers(site, client):
    make_event(time_zone="Europe/London", title="Meeting", language="en")
    assert re.search(r"09:00.{1,3}11:30 \([^)]*Londres", text(client.get(LIST)))
    assert "09:00 (Londres)" in text(client.get(MONTH))
    client.force_login(UserFactory(time_zone="Europe/London"))
    assert "Londres" not in text(client.get(LIST)) + text(client.get(MONTH))


def test_an_empty_agenda_shows_the_empty_state(site, client):
    assert 'class="empty"' in text(client.get(LIST))
    assert 'class="empty"' in text(client.get(f"{LIST}?kind=visit"))
    assert 'class="empty"' in text(client.get(MONTH))


def test_a_month_shows_each_event_on_each_of_its_days(site, client):
    make_event(title="Foire", start_date=date(2031, 6, 27), end_date=date(2031, 7, 2), end_time=time(12))
    make_event(title="Visite")
    june = client.get(MONTH)
    assert days_of(june, "Foire") == [
        *("2031-06-27", "2031-06-28", "2031-06-29", "2031-06-30", "2031-07-01", "2031-07-02")
    ]
    assert days_of(june, "Visite") == ["2031-06-03"]
    assert days_of(client.get("/fr/agenda/?view=month&month=2031-07"), "Foire")[-2:] == ["2031-07-01", "2031-07-02"]


def test_an_event_that_ends_at_midnight_is_on_one_day(site, client):
    make_event(title="Soirée", start_time=time(20), end_date=DAY + timedelta(days=1), end_time=time(0))
    assert days_of(client.get(MONTH), "Soirée") == ["2031-06-03"]


def test_an_event_is_shown_on_the_day_in_its_own_time_zone(site, client):
    make_event(title="Late", time_zone="America/New_York", start_time=time(22), end_time=time(23))
    assert days_of(client.get(MONTH), "Late") == ["2031-06-03"]


def test_the_current_month_is_shown_by_default(site, client):
    response = client.get("/fr/agenda/?view=month")
    assert '<h2 id="month-name">mai 2031</h2>' in text(response)
    assert re.findall(r'class="is-today [^"]*"> <time datetime="([^"]+)"', text(response)) == ["2031-05-12"]


def test_the_months_links_keep_the_filters(site, client):
    shown = text(client.get(f"{MONTH}&theme=water&kind=visit"))
    filters = {"theme": ["water"], "kind": ["visit"]}
    bar = re.search(r'class="month-bar">(.*?)</div>', shown)[1]
    switch = re.search(r'class="switch-list">(.*?)</ul>', shown)[1]
    links = [parse_qs(urlsplit(address).query) for address in re.findall(r'href="(\?[^"]*)"', bar + switch)]
    assert links == [
        {**filters, "view": ["month"], "month": ["2031-05"]},
        {**filters, "view": ["month"]},
        {**filters, "view": ["month"], "month": ["2031-07"]},
        filters,
        {**filters, "view": ["month"], "month": ["2031-06"]},
    ]


def test_the_months_form_and_chips_stay_in_the_month(site, client):
    shown = text(client.get(f"{MONTH}&theme=water"))
    assert '<input type="hidden" name="view" value="month">' in shown
    assert '<input type="hidden" name="month" value="2031-06">' in shown
    assert 'class="chip" href="?view=month&month=2031-06"' in shown


def test_the_calendar_of_a_month_is_not_restricted_to_the_month(site, client):
    shown = text(client.get(f"{MONTH}&theme=water&when=past&from=2031-06-02"))
    assert re.findall(r'href="(/fr/feeds/events.ics[^"]*)">', shown) == ["/fr/feeds/events.ics?theme=water"] * 2


def test_the_page_links_to_its_calendar_in_four_ways(site, client):
    shown = text(client.get(f"{LIST}?theme=water"))
    for address in (
        "webcal://testserver/fr/feeds/events.ics?theme=water",
        "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Ftestserver%2Ffr%2Ffeeds%2Fevents.ics%3Ftheme%3D",
        "https://outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2Ftestserver%2Ffr%2Ffeeds%2Fevents.ics%3Ftheme",
        "/fr/feeds/events.ics?theme=water",
    ):
        assert f'href="{address}' in shown


NOT_UNDERSTOOD = [
    *("view=cube", "view=month&month=2031-13", "view=month&month=x", "view=month&month=1899-12"),
    *("view=month&month=2101-01", "view=month&month=99999999-01", "view=month&month=%F0%9F%8C%8A"),
    *("month=2031-00", "view=month&theme=nothing", "view=month&kind=nothing"),
]


def test_an_invalid_query_is_answered_with_400_and_a_reason(site, client):
    for query in NOT_UNDERSTOOD:
        response = client.get(f"{LIST}?{query}")
        assert (query, response.status_code) == (query, 400)
        assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize(("month", "missing"), [("1900-01", "#back"), ("2100-12", "#arrow")])
def test_the_first_and_the_last_month_have_no_link_beyond(site, client, month, missing):
    response = client.get(f"/fr/agenda/?view=month&month={month}")
    bar = re.search(r'class="month-bar">(.*?)</div>', text(response))[1]
    assert (missing in bar, bar.count("<a ")) == (False, 2)


def test_the_german_agenda_is_in_german(site, client):
    make_event(title="Hafenrundgang", language="de", start_date=date(2031, 7, 1))
    make_event(title="Visite du port", start_date=date(2031, 7, 2))
    shown = text(client.get("/de/termine/"))
    assert '<html lang="de">' in shown
    assert "Dienstag, 1. Juli 2031, 09:00–11:30 Uhr" in shown
    assert '<h3 lang="fr">' in shown
    month = text(client.get("/de/termine/?view=month&month=2031-07"))
    assert '<h2 id="month-name">Juli 2031</h2>' in month
    assert re.findall(r'abbr="(\w+)"', month)[:2] == ["Montag", "Dienstag"]
    assert 'href="/de/termine/visite-du-port/" lang="fr"' in month


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("view", "address"), [("list", f"{LIST}?"), ("month", f"{MONTH}&")])
def test_the_agenda_takes_the_same_statements_however_full_it_is(site, client, number, view, address):
    for i in range(number):
        make_event(title=f"Visite {i}", themes=[Theme.objects.get(slug="water")])
    client.get(address)
    for reading in ("first", "kept"):
        with statements(f"events: the {view}, {reading}"):
            response = client.get(f"{address}kind=visit")
        assert len(set(re.findall(r"Visite \d", text(response)))) == number
