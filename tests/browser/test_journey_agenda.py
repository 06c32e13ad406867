"""Journey 3: a member filters the agenda, subscribes to it, and downloads one event."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.calendar_linter import faults
from tests.calendar_parsers import starts_by_parser

pytestmark = pytest.mark.browser

AMELIE = "amelie.weber@example.org"
AGENDA = {"fr": "/fr/agenda/", "de": "/de/termine/"}
in_each_language = pytest.mark.parametrize("language", AGENDA)


@in_each_language
def test_the_calendar_of_a_list_has_the_filters_of_the_list(visit, demo, language):
    page = visit(language)
    page.goto(AGENDA[language])
    everything = page.locator(".card-event").count()
    page.locator("select[name=theme]").select_option("energy")
    page.locator("select[name=country]").select_option("FR")
    page.locator(".filters button[type=submit]").click()
    page.wait_for_url(re.compile("theme=energy"))
    shown = page.locator(".card-event h3").all_inner_texts()
    assert 0 < len(shown) < everything

    plain, address = _subscription(page, demo.url)
    assert {name: values for name, values in _filters(address).items() if values} == {
        "theme": ["energy"],
        "country": ["FR"],
    }
    response = page.request.get(address)
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert faults(response.body()) == []
    assert set(shown) <= _summaries(response)
    assert _summaries(response) < _summaries(page.request.get(plain))
    assert page.request.get(address, headers={"If-None-Match": response.headers["etag"]}).status == 304


@in_each_language
def test_the_calendar_is_valid_and_four_parsers_agree_on_it(visit, language):
    data = visit(language).request.get(f"/{language}/feeds/events.ics").body()
    assert faults(data) == []
    now = datetime.now(UTC)
    starts = starts_by_parser(data, now - timedelta(days=120), now + timedelta(days=800))
    ours = sorted(starts["vobject"])
    assert len(ours) == data.count(b"BEGIN:VEVENT") > 20
    assert starts == dict.fromkeys(starts, ours)


@in_each_language
def test_the_months_before_and_after_keep_the_filters(visit, language):
    page = visit(language)
    page.goto(f"{AGENDA[language]}?theme=energy")
    page.locator(".views .switch a[href*='view=month']").click()
    expect(page.locator("table.month")).to_be_visible()
    this_month = page.locator("#month-name").text_content().strip()
    page.locator(".month-bar a[rel=next]").click()
    expect(page.locator("#month-name")).not_to_have_text(this_month)
    next_month = page.locator("#month-name").text_content().strip()
    assert _filters(page.url)["theme"] == ["energy"]
    page.locator(".month-bar a[rel=prev]").click()
    expect(page.locator("#month-name")).to_have_text(this_month)
    page.locator(".month-bar a[rel=prev]").click()
    expect(page.locator("#month-name")).not_to_have_text(next_month)
    page.locator(".month-bar a:not([rel])").click()
    expect(page.locator("#month-name")).to_have_text(this_month)
    expect(page.locator("td.is-today")).to_have_count(1)

    page.locator(".month-bar a[rel=next]").click()
    expect(page.locator("#month-name")).to_have_text(next_month)
    event = page.locator("table.month td:not(.is-outside) .day-events a").first
    title = event.inner_text().splitlines()[-1].strip()
    event.click()
    assert page.locator("main h1").inner_text().replace("\n", " ") in title


@in_each_language
def test_a_downloaded_event_equals_the_one_in_the_calendar(visit, language):
    page = visit(language, AMELIE)
    page.goto(AGENDA[language])
    card = page.locator(".card-event:not(.is-cancelled) h3 a").first
    title = card.inner_text()
    card.click()
    expect(page.locator("main h1")).to_have_text(title)
    page.locator(".event-calendars").scroll_into_view_if_needed()
    with page.expect_download() as download:
        page.locator(".event-calendars a[href$='.ics']").click()
    assert download.value.suggested_filename.endswith(".ics")
    data = download.value.path().read_bytes()
    assert faults(data) == []
    (event,) = Calendar.from_ical(data).events
    assert event["SUMMARY"] == title
    whole = Calendar.from_ical(page.request.get(f"/{language}/feeds/events.ics").body())
    assert [same.to_ical() for same in whole.events if same["UID"] == event["UID"]] == [event.to_ical()]


def _subscription(page, own: str) -> tuple[str, str]:
    """Return the addresses of the unfiltered calendar and of that of the list; every subscription link has the latter."""
    links = [link.get_attribute("href") for link in page.locator("#feeds a").all()]
    address = next(link for link in links if ".ics" in link and link.startswith("/"))
    webcal = f"{own}{address}".replace("http://", "webcal://")
    assert webcal in links
    assert f"https://calendar.google.com/calendar/render?cid={quote(webcal, safe='')}" in links
    outlook = next(link for link in links if link.startswith("https://outlook"))
    assert parse_qs(urlsplit(outlook).query)["url"] == [f"{own}{address}"]
    return address.partition("?")[0], address


def _filters(address: str) -> dict:
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


def _summaries(response) -> set[str]:
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(response.body()).events}
