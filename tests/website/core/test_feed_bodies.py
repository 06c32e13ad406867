"""Long feeds and exports: compressed in the cache, streamed where they are too long for it, and limited."""

import gzip
import json

import pytest

from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.testing import statements
from website.core import feeds
from website.core.caching import bodies
from website.news.models import NewsPage

pytestmark = pytest.mark.django_db
CSV = "/fr/feeds/news.csv"


@pytest.fixture
def news(site):
    return [make_page(NewsPage, title=f"Nouvelle {number}", summary="Chaleur. " * 20) for number in range(4)]


def test_a_long_feed_is_sent_as_it_is_stored_to_who_takes_gzip(news, client, monkeypatch):
    monkeypatch.setattr(bodies, "COMPRESSED_FROM", 1000)
    first, plain = client.get(CSV), client.get(CSV)
    assert (plain.content, plain["ETag"]) == (first.content, first["ETag"])
    packed = client.get(CSV, headers={"accept-encoding": "gzip"})
    assert (packed["Content-Encoding"], gzip.decompress(packed.content)) == ("gzip", plain.content)
    assert "Content-Encoding" not in plain
    assert (plain["Vary"], packed["Vary"]) == ("Accept-Encoding", "Accept-Encoding")
    assert packed["ETag"] == f"W/{plain['ETag']}"
    for etag in (plain["ETag"], packed["ETag"]):
        with statements("a feed, kept"):
            again = client.get(CSV, headers={"if-none-match": etag, "accept-encoding": "gzip"})
        assert (again.status_code, again["Vary"]) == (304, "Accept-Encoding")


@pytest.mark.parametrize("fmt", ["csv", "json"])
def test_an_export_that_is_too_long_to_be_cached_is_streamed_and_says_the_same(news, client, monkeypatch, fmt):
    address = f"/fr/feeds/news.{fmt}"
    short = client.get(f"{address}?theme=")
    monkeypatch.setattr(bodies, "LARGEST", 300)
    NewsPage.objects.get(pk=news[0].pk).save_revision().publish()
    long = client.get(address)
    assert (long.streaming, "ETag" in long) == (True, False)
    text = b"".join(long.streaming_content).decode()
    assert text.count("Nouvelle") == short.content.decode().count("Nouvelle")
    if fmt == "json":
        document = json.loads(text)
        assert (document["count"], len(document["items"])) == (4, 4)
    assert client.head(address).status_code == 200


def test_no_more_rows_than_agreed_leave_the_site_at_once(news, client, monkeypatch):
    monkeypatch.setattr(feeds, "EXPORT_ROWS", 3)
    assert json.loads(client.get("/fr/feeds/news.json").content)["count"] == 3


def test_making_exports_is_limited_and_reading_what_is_made_is_not(news, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "export": "2/m/ip"}
    themes = ["", "?theme=water", "?theme=energy"]
    assert [client.get(f"{CSV}{query}").status_code for query in themes] == [200, 200, 429]
    assert [client.get(CSV).status_code for _ in range(3)] == [200, 200, 200]
    client.force_login(UserFactory())
    assert client.get("/fr/feeds/members.csv").status_code == 429
