"""The home page: key figures, and the newest texts in the reader's language."""

import pytest

from experiences.sheets.models import SheetPage
from tests.factories.pages import make_page
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.reading import elements, links, texts
from website.events.models import EventPage
from website.news.models import NewsPage
from website.watch.models import WatchNotePage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "de", "nl", "en"])
def test_an_empty_site_has_a_home_page_in_each_language(site, client, language):
    response = client.get(f"/{language}/")
    assert [response.status_code, len(texts(response, "h1"))] == [200, 1]
    assert links(response)["canonical"] == [f"http://testserver/{language}/"]
    assert links(response)["alternate"] == [f"http://testserver/{code}/" for code in ("fr", "de", "nl", "en")]


def test_it_shows_the_three_newest_texts_of_each_kind_in_the_readers_language(site, client):
    for number in range(4):
        for model in (NewsPage, WatchNotePage, SheetPage, EventPage):
            make_page(model, title=f"{model.__name__} {number}")
    newest = NewsPage.objects.get(title="NewsPage 3")
    make_page(NewsPage, language="de", title="Nachricht", translation_of=newest)
    german, french = texts(client.get("/de/"), "h3"), texts(client.get("/fr/"), "h3")
    assert [title for title in german if "News" in title or title == "Nachricht"] == [
        "Nachricht",
        "NewsPage 2",
        "NewsPage 1",
    ]
    assert [title for title in french if "News" in title] == ["NewsPage 3", "NewsPage 2", "NewsPage 1"]
    assert [len([title for title in french if kind in title]) for kind in ("Watch", "Sheet", "Event")] == [3, 3, 3]


def test_an_unpublished_text_disappears_on_the_next_request(site, client):
    page = make_page(NewsPage, title="Retirée")
    assert texts(client.get("/fr/"), "h3") == ["Retirée"]
    page.unpublish()
    assert texts(client.get("/fr/"), "h3") == []


def test_the_figures_count_published_texts_and_organisations(site, client):
    OrganisationFactory()
    TerritoryFactory()
    make_page(SheetPage)
    make_page(SheetPage, live=False)
    figures = dict(zip(texts(client.get("/en/"), "dt"), texts(client.get("/en/"), "dd"), strict=True))
    assert [figures["experience sheets"], figures["organisations"]] == ["1", "1"]


def test_every_link_of_the_home_page_works(site, client):
    make_page(NewsPage, title="Une nouvelle")
    addresses = {link["href"] for link in elements(client.get("/fr/"), "a") if link["href"].startswith("/")}
    assert [
        (path, client.get(path).status_code) for path in sorted(addresses) if client.get(path).status_code != 200
    ] == []
