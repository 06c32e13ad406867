"""Long feeds and exports are cached compressed, streamed if they are too long for the cache, and rate-limited."""

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


def test_a_long_feed_is_sent_compressed_to_clients_that_accept_gzip(news, client, monkeypatch):
    monkeypatch.setattr(bodies, "COMPRESSED_FROM", 1000)
    first, plain = client.get(CSV), client.get(CSV)
    assert (plain.content, plain["ETag"]) == (first.content, first["ETag"])
    compressed = client.get(CSV, headers={"accept-encoding": "gzip"})
    assert (compressed["Content-Encoding"], gzip.decompress(compressed.content)) == ("gzip", plain.content)
    assert "Content-Encoding" not in plain
    assert (plain["Vary"], compressed["Vary"]) == ("Accept-Encoding", "Accept-Encoding")
    assert compressed["ETag"] == f"W/{plain['ETag']}"
    for etag in (plain["ETag"], compressed["ETag"]):
        with statements("a feed, kept"):
            again = client.get(CSV, headers={"if-none-match": etag, "accept-encoding": "gzip"})
        assert (again.status_code, again["Vary"]) == (304, "Accept-Encoding")


@pytest.mark.parametrize("fmt", ["csv", "json"])
def test_an_export_that_is_too_long_for_the_cache_is_streamed_with_the_same_content(news, client, monkeypatch, fmt):
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


def test_an_export_is_limited_to_a_number_of_rows(news, client, monkeypatch):
    monkeypatch.setattr(feeds, "EXPORT_ROWS", 3)
    assert json.loads(client.get("/fr/feeds/news.json").content)["count"] == 3


def test_rendering_exports_is_rate_limited_and_reading_cached_ones_is_not(news, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "export": "2/m/ip"}
    themes = ["", "?theme=water", "?theme=energy"]
    assert [client.get(f"{CSV}{query}").status_code for query in themes] == [200, 200, 429]
    assert [client.get(CSV).status_code for _ in range(3)] == [200, 200, 200]
    client.force_login(UserFactory())
    assert client.get("/fr/feeds/members.csv").status_code == 429
