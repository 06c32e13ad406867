"""How many SQL statements each list, feed and page takes: as many with three things in it as with one."""

import pytest
from django.core.cache import cache

from experiences.sheets.models import SheetPage
from tests.factories.pages import make_page
from tests.factories.texts import full_album, full_answer, full_approach, full_news, full_note, full_tool
from tests.reading import texts
from tests.testing import statements
from website.core.actions import add_page
from website.events.models import EventPage
from website.home.models import HomePage
from website.pages.models import StandardPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
NUMBERS = [1, 3]
# What makes one, its section; statements of the list when it was never asked for, when it is kept, of a feed, of
# the page itself, and of the page in another language's tree.
ROOMS = {
    "news": (full_news, "/fr/actualites/", "/de/aktuelles/", 9, 2, 5, 9, 10),
    "watch": (full_note, "/fr/veille/", "/de/beobachtungen/", 8, 2, 4, 8, 9),
    "tools": (full_tool, "/fr/outils/", "/de/werkzeuge/", 8, 2, 4, 10, 11),
    "faq": (full_answer, "/fr/questions/", "/de/fragen/", 8, 2, 4, 9, 10),
    "albums": (full_album, "/fr/mediatheque/", "/de/mediathek/", 11, 2, 7, 10, 11),
    "approaches": (full_approach, "/fr/demarches/", "/de/initiativen/", 8, 2, 4, 10, 11),
}


@pytest.fixture(params=NUMBERS)
def number(request):
    return request.param


@pytest.mark.parametrize("name", ROOMS)
def test_a_list(site, client, number, name):
    make, address, _german, cold, kept, _feed, _page, _foreign = ROOMS[name]
    for i in range(number):
        make(i)
    client.get(address)
    for expected in (cold, kept):
        with statements(expected):
            response = client.get(f"{address}?country=FR")
        assert len(texts(response, "article")) == number


@pytest.mark.parametrize("fmt", ["atom", "csv", "json"])
@pytest.mark.parametrize("name", ROOMS)
def test_a_feed(site, client, number, name, fmt):
    make, expected = ROOMS[name][0], ROOMS[name][5]
    for i in range(number):
        make(i)
    cache.clear()
    client.get("/fr/accounts/login/")
    with statements(expected):
        assert client.get(f"/fr/feeds/{name}.{fmt}").status_code == 200
    with statements(1):
        assert client.get(f"/fr/feeds/{name}.{fmt}").status_code == 200


@pytest.mark.parametrize("name", ROOMS)
def test_a_page(site, client, number, name):
    make, address, german, _cold, _kept, _feed, own, foreign = ROOMS[name]
    page = make(number)
    for path, expected in ((f"{address}{page.slug}/", own), (f"{german}{page.slug}/", foreign)):
        client.get(path)
        with statements(expected):
            assert client.get(path).status_code == 200


def test_the_home_page(site, client, number):
    for i in range(number):
        fill(i)
    client.get("/fr/")
    with statements(21):
        response = client.get("/fr/")
    assert len(texts(response, "article")) == 4 * number


def test_a_standard_page(site, client):
    home = HomePage.objects.get(locale__language_code="fr")
    add_page(home, StandardPage(title="Mentions", slug="mentions", locale=home.locale))
    client.get("/fr/mentions/")
    with statements(2):
        assert client.get("/fr/mentions/").status_code == 200


def test_the_search(site, client, number):
    for i in range(number):
        fill(i)
    client.get("/fr/search/?q=texte")
    with statements(42):
        response = client.get("/fr/search/?q=texte")
    assert len(texts(response, "article")) == 8 * number
    with statements(6):
        assert client.get("/fr/search/?q=texte&in=news").status_code == 200
    with statements(0):
        assert client.get("/fr/search/").status_code == 200


def fill(i: int) -> None:
    """One more of everything, each with the word “texte”."""
    for make in (full_news, full_note, full_tool, full_answer, full_album, full_approach):
        make(i, summary="Un texte.")
    make_page(EventPage, title=f"Visite texte {i}")
    make_page(SheetPage, title=f"Fiche texte {i}", themes=Theme.objects.all()[:2])
