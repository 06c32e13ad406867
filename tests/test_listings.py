"""Every listing has a feed in each format that it declares."""

import csv
import io
import json
from functools import partial
from xml.etree import ElementTree

import pytest

from tests.factories.forum import make_topic
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory
from tests.factories.topics import OrganisationFactory
from website.core import listings
from website.topics.models import TopicalPage

ATOM = "{http://www.w3.org/2005/Atom}"
WITH_FEEDS = [listing for listing in listings.every() if listing.formats]
MAKERS = {
    "discussions": lambda: make_topic(),
    "members": lambda: MemberFactory(),
    "organisations": lambda: OrganisationFactory(),
    "posts": lambda: make_topic(),
} | {
    listing.name: partial(make_page, listing.filterset._meta.model)
    for listing in WITH_FEEDS
    if issubclass(listing.filterset._meta.model, TopicalPage)
}
COUNTS = {
    "atom": lambda text: len(ElementTree.fromstring(text).findall(f"{ATOM}entry")),  # noqa: S314 - our own feed
    "csv": lambda text: len(list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))) - 1,
    "json": lambda text: len(json.loads(text)["items"]),
    "ics": lambda text: text.count("BEGIN:VEVENT"),
}
FEEDS = [(listing.name, fmt) for listing in WITH_FEEDS for fmt in listing.formats]


def test_every_listing_with_feeds_has_a_factory():
    assert sorted(MAKERS) == sorted(listing.name for listing in WITH_FEEDS)


@pytest.mark.parametrize(("name", "fmt"), FEEDS)
def test_a_feed_contains_the_one_object_of_its_list(site, client, name, fmt):
    MAKERS[name]()
    response = client.get(f"/fr/feeds/{name}.{fmt}")
    assert response.status_code == 200
    assert COUNTS[fmt](response.content.decode()) == 1


@pytest.mark.parametrize(("name", "fmt"), FEEDS)
def test_the_feed_of_an_empty_list_is_a_valid_document(site, client, name, fmt):
    response = client.get(f"/de/feeds/{name}.{fmt}")
    assert response.status_code == 200
    assert COUNTS[fmt](response.content.decode()) == 0


@pytest.mark.parametrize("name", [listing.name for listing in WITH_FEEDS])
def test_an_invalid_filter_is_answered_in_plain_text(site, client, name):
    response = client.get(f"/fr/feeds/{name}.json", {"q": "x" * 1000})
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_an_unknown_list_or_format_is_not_found(site, client):
    assert [client.get(f"/fr/feeds/{path}").status_code for path in ("nothing.atom", "news.ics", "news.exe")] == [
        404
    ] * 3
