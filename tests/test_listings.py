"""Every declared list leaves the site in every format it declares."""

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
FED = [listing for listing in listings.every() if listing.formats]
MAKERS = {
    "discussions": lambda: make_topic(),
    "members": lambda: MemberFactory(),
    "organisations": lambda: OrganisationFactory(),
    "posts": lambda: make_topic(),
} | {
    listing.name: partial(make_page, listing.filterset._meta.model)
    for listing in FED
    if issubclass(listing.filterset._meta.model, TopicalPage)
}
COUNTS = {
    "atom": lambda text: len(ElementTree.fromstring(text).findall(f"{ATOM}entry")),  # noqa: S314 - our own feed
    "csv": lambda text: len(list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))) - 1,
    "json": lambda text: len(json.loads(text)["items"]),
    "ics": lambda text: text.count("BEGIN:VEVENT"),
}
FEEDS = [(listing.name, fmt) for listing in FED for fmt in listing.formats]


def test_there_is_something_to_put_in_every_list():
    assert sorted(MAKERS) == sorted(listing.name for listing in FED)


@pytest.mark.parametrize(("name", "fmt"), FEEDS)
def test_one_thing_is_in_each_format_of_its_list(site, client, name, fmt):
    MAKERS[name]()
    response = client.get(f"/fr/feeds/{name}.{fmt}")
    assert response.status_code == 200
    assert COUNTS[fmt](response.content.decode()) == 1


@pytest.mark.parametrize(("name", "fmt"), FEEDS)
def test_an_empty_list_is_still_a_document_of_its_format(site, client, name, fmt):
    response = client.get(f"/de/feeds/{name}.{fmt}")
    assert response.status_code == 200
    assert COUNTS[fmt](response.content.decode()) == 0


@pytest.mark.parametrize("name", [listing.name for listing in FED])
def test_a_filter_that_is_not_understood_is_said_in_plain_words(site, client, name):
    response = client.get(f"/fr/feeds/{name}.json", {"q": "x" * 1000})
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_a_list_or_a_format_that_is_not_there_is_a_404(site, client):
    assert [client.get(f"/fr/feeds/{path}").status_code for path in ("nothing.atom", "news.ics", "news.exe")] == [
        404
    ] * 3
