"""The search of the whole site, by listing and in the reader's language, limited to what the reader may see."""

import socket

import environ
import pytest

from community.forum.enums import BoardAudience
from experiences.sheets.models import SheetPage
from tests.factories.forum import make_board, make_topic
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.reading import elements, texts
from website.core import querysets
from website.core.actions import add_page
from website.events.models import EventPage
from website.home.models import HomePage
from website.news.models import NewsPage
from website.pages.models import StandardPage
from website.settings import storage
from website.watch.models import WatchNotePage

pytestmark = pytest.mark.django_db


def search(client, language="en", **query):
    return client.get(f"/{language}/search/", query)


def hits(response) -> list[str]:
    return texts(response, "h3") if texts(response, "article") else []


def test_results_are_grouped_by_listing(site, client):
    make_page(NewsPage, title="Steam in Kehl")
    make_page(WatchNotePage, title="Steam abroad")
    make_page(SheetPage, title="Steam shared")
    make_page(EventPage, title="Steam day")
    OrganisationFactory(name="Steam works")
    response = search(client, q="steam")
    assert sorted(hits(response)) == ["Steam abroad", "Steam day", "Steam in Kehl", "Steam shared", "Steam works"]
    assert {"News", "Watch notes", "Organisations"} <= set(texts(response, "h2"))


def test_standard_pages_are_found(site, client):
    home = HomePage.objects.get(locale__language_code="en")
    add_page(home, StandardPage(title="Legal notice", slug="legal", locale=home.locale, summary="Who is responsible."))
    assert hits(search(client, q="responsible")) == ["Legal notice"]


def test_a_text_is_found_once_in_the_version_for_the_reader(site, client):
    french = make_page(NewsPage, title="Vapeur Kehl")
    make_page(NewsPage, language="de", title="Dampf Kehl", translation_of=french)
    assert [hits(search(client, language, q="kehl")) for language in ("fr", "de", "nl")] == [
        ["Vapeur Kehl"], ["Dampf Kehl"], ["Vapeur Kehl"],
    ]  # fmt: skip
    assert hits(search(client, "fr", q="dampf")) == []


def test_drafts_and_unpublished_texts_are_not_found(site, client):
    make_page(NewsPage, title="Steam draft", live=False)
    page = make_page(NewsPage, title="Steam withdrawn")
    assert hits(search(client, q="steam")) == ["Steam withdrawn"]
    page.unpublish()
    assert hits(search(client, q="steam")) == []


def test_a_change_is_found_on_the_next_request(site, client):
    page = make_page(NewsPage, title="Steam")
    assert [hits(search(client, q=word)) for word in ("steam", "condensate")] == [["Steam"], []]
    page.title = "Condensate"
    page.save_revision().publish()
    assert [hits(search(client, q=word)) for word in ("steam", "condensate")] == [[], ["Condensate"]]


def test_visitors_do_not_find_people_who_are_visible_to_members_only(site, client):
    member = MemberFactory(visibility="members", user__last_name="Steamer", user__first_name="Ada")
    assert hits(search(client, q="steamer")) == []
    client.force_login(member.user)
    assert hits(search(client, q="steamer")) == ["Ada Steamer"]


def test_a_listing_with_many_results_links_to_all_of_them_in_numbered_pages(site, client):
    for number in range(21):
        make_page(NewsPage, title=f"Steam {number}")
    response = search(client, q="steam")
    assert len(hits(response)) == 5
    [more] = [link["href"] for link in elements(response, "a") if link["text"] == "All results"]
    assert more == "?q=steam&in=news"
    everything = client.get(f"/en/search/{more}")
    assert [len(hits(everything)), texts(everything, "h2")[0]] == [20, "News: 21 results"]
    assert {link["href"] for link in elements(everything, "a") if "page=" in link["href"]} == {
        "?q=steam&in=news&page=2"
    }
    assert len(hits(client.get(f"/en/search/{more}&page=2"))) == 1
    for page in ("3", "0", "x"):
        assert client.get(f"/en/search/{more}&page={page}").status_code == 404


def test_the_links_to_other_languages_keep_the_query(site, client):
    make_page(NewsPage, title="Steam")
    for query in ({"q": "steam"}, {"q": "steam", "in": "news"}):
        links = [link["href"] for link in elements(search(client, **query), "a") if link.get("hreflang") == "de"]
        assert {link.partition("?")[0] for link in links[:1]} == {"/de/search/"}
        assert links[0].partition("?")[2].startswith("q=steam")


def test_a_search_without_results_suggests_what_to_try(site, client):
    response = search(client, q="nowhere")
    assert [response.status_code, hits(response), len(texts(response, "h3"))] == [200, [], 1]


@pytest.mark.parametrize(("ranked", "found"), [(100, ["A word on steam"]), (4, [])])
def test_results_a_reader_may_not_see_do_not_crowd_out_others(site, client, monkeypatch, ranked, found):
    insider = UserFactory()
    group, board = make_board(BoardAudience.GROUP, members=[insider]), make_board()
    for number in range(5):
        make_topic(insider, group, title=f"Steam {number}", body="Steam, steam, steam")
    make_topic(board=board, title="A word on steam", body="Among many other words about what is left over here.")
    monkeypatch.setattr(querysets, "SEARCH_HITS", 2)
    monkeypatch.setattr(querysets, "MOST_RANKED", ranked)
    assert hits(search(client, q="steam", **{"in": "discussions"})) == found
    client.force_login(insider)
    assert sorted(hits(search(client, q="steam", **{"in": "discussions"}))) != found


def test_a_search_without_words_shows_the_empty_form(site, client):
    response = search(client)
    assert [response.status_code, texts(response, "h2")[0] == "Search", hits(response)] == [200, False, []]
    assert search(client, q="   ").status_code == 200


@pytest.mark.parametrize("query", [{"q": "a" * 201}, {"in": "nowhere"}])
def test_an_invalid_search_is_answered_with_400_and_keeps_the_words(site, client, query):
    response = search(client, **query)
    assert [response.status_code, texts(response, "h2")[0]] == [400, "There is a problem"]
    assert [
        field["value"] for field in elements(response, "input") if field.get("id") == "id_q" and "value" in field
    ] == ([query["q"]] if "q" in query else [])


def test_a_search_accepts_get_and_head_only(site, client):
    assert client.post("/en/search/", {"q": "x"}).status_code == 405
    assert client.head("/en/search/?q=x").status_code == 200


@pytest.fixture
def engine_that_is_down(settings, monkeypatch):
    """Configure a search engine at a port where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setenv("SEARCH_URL", f"http://127.0.0.1:{port}")
    settings.WAGTAILSEARCH_BACKENDS = {"default": storage.search(environ.Env())}


@pytest.mark.parametrize("address", ["/de/search/?q=dampf", "/de/aktuelles/?q=dampf", "/de/feeds/news.atom?q=dampf"])
def test_a_search_is_answered_with_503_while_the_engine_is_down(site, client, engine_that_is_down, address):
    client.raise_request_exception = False
    response = client.get(address)
    assert [response.status_code, response["Retry-After"]] == [503, "60"]
    assert texts(response, "h1") == ["Die Suche ist zurzeit nicht verfügbar"]


def test_texts_can_be_published_and_read_while_the_engine_is_down(site, client, engine_that_is_down):
    make_page(NewsPage, title="Dampf in Kehl", language="de")
    assert hits(client.get("/de/aktuelles/")) == ["Dampf in Kehl"]
