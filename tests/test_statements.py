"""Each list, feed and page takes the same number of SQL statements for three objects as for one."""

import pytest
from django.core.cache import cache

from experiences.sheets.models import SheetPage
from tests.factories.pages import make_page
from tests.factories.texts import full_album, full_answer, full_approach, full_news, full_note, full_tool
from tests.reading import texts
from tests.testing import statements
from website.core import listings
from website.core.actions import add_page
from website.events.models import EventPage
from website.home.models import HomePage
from website.pages.models import StandardPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
NUMBERS = [1, 3]
# The number of lists that `fill` adds to.
FILLED = 8
# Listing: (factory, address of its section, address of the section in German).
SECTIONS = {
    "news": (full_news, "/fr/actualites/", "/de/aktuelles/"),
    "watch": (full_note, "/fr/veille/", "/de/beobachtungen/"),
    "tools": (full_tool, "/fr/outils/", "/de/werkzeuge/"),
    "faq": (full_answer, "/fr/questions/", "/de/fragen/"),
    "albums": (full_album, "/fr/mediatheque/", "/de/mediathek/"),
    "approaches": (full_approach, "/fr/demarches/", "/de/initiativen/"),
}


@pytest.fixture(params=NUMBERS)
def number(request):
    return request.param


@pytest.mark.parametrize("name", SECTIONS)
def test_a_list(site, client, number, name):
    make, address, _german = SECTIONS[name]
    for i in range(number):
        make(i)
    client.get(address)
    for state in ("first", "kept"):
        with statements(f"{name}: the list, {state} filtered"):
            response = client.get(f"{address}?country=FR")
        assert len(texts(response, "article")) == number


@pytest.mark.parametrize("fmt", ["atom", "csv", "json"])
@pytest.mark.parametrize("name", SECTIONS)
def test_a_feed(site, client, number, name, fmt):
    make = SECTIONS[name][0]
    for i in range(number):
        make(i)
    cache.clear()
    client.get("/fr/accounts/login/")
    with statements(f"{name}: the feed, first"):
        assert client.get(f"/fr/feeds/{name}.{fmt}").status_code == 200
    with statements("a feed, kept"):
        assert client.get(f"/fr/feeds/{name}.{fmt}").status_code == 200


@pytest.mark.parametrize("name", SECTIONS)
def test_a_page(site, client, number, name):
    make, address, german = SECTIONS[name]
    page = make(number)
    for path, what in ((f"{address}{page.slug}/", "a page"), (f"{german}{page.slug}/", "a page in another tree")):
        client.get(path)
        with statements(f"{name}: {what}"):
            assert client.get(path).status_code == 200


def test_the_home_page(site, client, number):
    for i in range(number):
        fill(i)
    client.get("/fr/")
    with statements("the home page"):
        response = client.get("/fr/")
    assert len(texts(response, "article")) == 4 * number


def test_a_standard_page(site, client):
    home = HomePage.objects.get(locale__language_code="fr")
    add_page(home, StandardPage(title="Mentions", slug="mentions", locale=home.locale))
    client.get("/fr/mentions/")
    with statements("a standard page"):
        assert client.get("/fr/mentions/").status_code == 200


def test_the_search(site, client, number):
    for i in range(number):
        fill(i)
    client.get("/fr/search/?q=texte")
    # A listing without results takes one statement.
    with statements("the search", plus=len(listings.searched()) - FILLED):
        response = client.get("/fr/search/?q=texte")
    assert len(texts(response, "article")) == FILLED * number
    with statements("the search of one kind"):
        assert client.get("/fr/search/?q=texte&in=news").status_code == 200
    with statements("the search for nothing"):
        assert client.get("/fr/search/").status_code == 200


def fill(i: int) -> None:
    """Create one page of each type, with the word “texte”."""
    for make in (full_news, full_note, full_tool, full_answer, full_album, full_approach):
        make(i, summary="Un texte.")
    make_page(EventPage, title=f"Visite texte {i}")
    make_page(SheetPage, title=f"Fiche texte {i}", themes=Theme.objects.all()[:2])
