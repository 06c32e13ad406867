from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from tests.factories.pages import make_page
from tests.testing import statements
from website.news.models import NewsPage

pytestmark = pytest.mark.django_db


def test_robots_txt_disallows_private_paths_and_allows_feeds(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "Disallow: /cms/",
        *(f"Disallow: /{code}/{part}/" for code in ("fr", "de", "nl", "en") for part in ("accounts", "my", "report")),
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_sitemap_lists_each_public_text_once_in_its_own_language(site, client, number):
    for i in range(number):
        make_page(NewsPage, language="de", title=f"Neues {i}")
    make_page(NewsPage, title="Brouillon", live=False)
    closed = make_page(NewsPage, title="Réservé")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    with statements("the sitemap"):
        response = client.get("/sitemap.xml")
    tree = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    found = [entry.text for entry in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    lists = {"http://testserver/fr/actualites/", "http://testserver/de/aktuelles/"}
    texts = {f"http://testserver/de/aktuelles/neues-{i}/" for i in range(number)}
    assert {url for url in found if "/actualites/" in url or "/aktuelles/" in url} == lists | texts
    assert len(set(found)) == len(found)
