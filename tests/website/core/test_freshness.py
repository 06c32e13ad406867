"""The first request after a change shows it, although all caches are filled."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from tests.factories.pages import make_page
from tests.factories.topics import TerritoryFactory
from tests.reading import entries, rows, texts, titles
from tests.testing import versions
from website.news.models import NewsIndexPage, NewsPage
from website.topics.models import Keyword, Territory, Theme

pytestmark = pytest.mark.django_db
FEED = "/fr/feeds/news.atom"
LIST = "/fr/actualites/"


@pytest.fixture
def page(site):
    return make_page(
        NewsPage,
        title="Chaleur de Kehl",
        slug="chaleur",
        themes=[Theme.objects.get(slug="energy")],
        territories=[TerritoryFactory(slug="ortenaukreis", name_fr="Ortenau")],
    )


@pytest.fixture
def shown(client, page):
    """Return the titles in the list, feed, filtered feed and CSV. They are read once before, to fill the caches."""

    def read():
        filtered = titles(client.get(f"{FEED}?theme=energy"))
        table = [row[0] for row in rows(client.get("/fr/feeds/news.csv"))[1:]]
        page = client.get(LIST)
        cards = texts(page, "h3") if texts(page, "article") else []
        assert cards == titles(client.get(FEED)) == filtered == table
        return cards

    assert read() == read() == ["Chaleur de Kehl"]
    return read


def test_a_new_title_is_shown_immediately(page, shown):
    page.title = "Chaleur du Rhin"
    page.save_revision().publish()
    assert shown() == ["Chaleur du Rhin"]


def test_a_draft_of_a_change_is_not_shown(page, shown):
    page.title = "Chaleur du Rhin"
    page.save_revision()
    assert shown() == ["Chaleur de Kehl"]


def test_an_unpublished_text_is_gone_at_once(page, shown):
    page.unpublish()
    call_command("refresh_reader_versions")
    assert [shown() for _ in range(2)] == [[], []]


def test_a_deleted_text_is_gone_at_once(page, shown, client):
    Page.objects.get(pk=page.pk).delete()
    assert shown() == []
    assert client.get("/fr/actualites/chaleur/").status_code == 404


def test_a_text_that_expires_is_gone_at_once(page, shown):
    Page.objects.filter(pk=page.pk).update(expire_at="2026-01-01T00:00Z")
    call_command("publish_scheduled")
    assert shown() == []


def test_a_renamed_theme_has_its_new_name_at_once(page, client):
    def names():
        return rows(client.get("/fr/feeds/news.csv"))[1][4], texts(client.get("/fr/actualites/chaleur/"), "li")

    before = names()
    Theme.objects.get(slug="energy").delete()
    assert [before[0], names()[0]] == ["Énergie", ""]
    renamed = Theme.objects.create(slug="energy", name_fr="Chaleur et froid")
    page.themes.add(renamed)
    page.save_revision().publish()
    assert names()[0] == "Chaleur et froid"
    renamed.name_fr = "Énergies"
    renamed.save()
    assert names()[0] == "Énergies"


def test_a_renamed_territory_has_its_new_name_at_once(page, client):
    assert rows(client.get("/fr/feeds/news.csv"))[1][5] == "Ortenau"
    territory = Territory.objects.get(slug="ortenaukreis")
    territory.name_fr = "Pays d'Ortenau"
    territory.save()
    assert rows(client.get("/fr/feeds/news.csv"))[1][5] == "Pays d'Ortenau"


def test_a_deleted_keyword_is_no_filter_any_more(page, client):
    page.keywords.add("hydrogène vert")
    page.save_revision().publish()
    word = Keyword.objects.get()
    assert titles(client.get(f"{FEED}?keyword={word.slug}")) == ["Chaleur de Kehl"]
    word.delete()
    assert titles(client.get(f"{FEED}?keyword={word.slug}")) == []


def test_a_changed_slug_is_linked_at_once_and_the_old_url_redirects(page, client, django_capture_on_commit_callbacks):
    assert [entry["link"] for entry in entries(client.get(FEED))] == ["http://testserver/fr/actualites/chaleur/"]
    page.slug = "chaleur-du-rhin"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert [entry["link"] for entry in entries(client.get(FEED))] == [
        "http://testserver/fr/actualites/chaleur-du-rhin/"
    ]
    response = client.get("/fr/actualites/chaleur/")
    assert [response.status_code, response["Location"]] == [301, "/fr/actualites/chaleur-du-rhin/"]


def test_a_changed_slug_of_a_section_changes_all_urls_of_its_list_at_once(
    page, client, django_capture_on_commit_callbacks
):
    make_page(NewsPage, language="de", title="Abwärme", slug="abwaerme")
    client.get(FEED), client.get(LIST)
    index = NewsIndexPage.objects.get(locale__language_code="fr")
    index.slug, index.title = "nouvelles", "Nouvelles"
    with django_capture_on_commit_callbacks(execute=True):
        index.save_revision().publish()
    assert [entry["link"] for entry in entries(client.get(FEED))] == [
        "http://testserver/fr/nouvelles/abwaerme/",
        "http://testserver/fr/nouvelles/chaleur/",
    ]
    menu = [link for link in texts(client.get("/fr/nouvelles/"), "a") if link in ("Actualités", "Nouvelles")]
    assert menu == ["Nouvelles"]
    assert client.get("/fr/nouvelles/abwaerme/").status_code == 200
    for old, new in (("", ""), ("chaleur/", "chaleur/")):
        response = client.get(f"/fr/actualites/{old}")
        assert [response.status_code, response["Location"]] == [301, f"/fr/nouvelles/{new}"]


def test_an_unpublished_or_deleted_section_leaves_the_menu_at_once(site, client):
    def menu():
        return [text for text in texts(client.get("/fr/veille/"), "a") if text in ("Actualités", "Médiathèque")]

    assert menu() == ["Actualités", "Médiathèque"]
    NewsIndexPage.objects.get(locale__language_code="fr").unpublish()
    assert menu() == ["Médiathèque"]
    Page.objects.get(slug="mediatheque").delete()
    assert menu() == []


def test_reordered_sections_change_the_menu_at_once(site, client):
    def menu():
        return [text for text in texts(client.get("/fr/veille/"), "a") if text in ("Actualités", "Médiathèque")]

    assert menu() == ["Actualités", "Médiathèque"]
    Page.objects.get(slug="mediatheque").move(Page.objects.get(slug="actualites"), pos="left")
    assert menu() == ["Médiathèque", "Actualités"]


def test_a_draft_changes_no_version(page):
    before = versions()
    page.title = "Un brouillon"
    page.save_revision()
    assert versions() == before
