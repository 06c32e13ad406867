import pytest

from tests.factories.pages import make_page
from tests.testing import statements
from website.news.models import NewsPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_news_takes_the_same_statements_however_long_it_is(site, client, number):
    for i in range(number):
        make_page(NewsPage, title=f"Nouvelle {i}", themes=[Theme.objects.get(slug="water")])
    client.get("/fr/veille/")
    for reading in ("first", "kept"):
        with statements(f"news: the list, {reading}"):
            response = client.get("/fr/actualites/")
        assert response.content.decode().count("<article") == number


def test_a_german_text_in_the_french_interface_is_marked_up_as_german(site, client):
    make_page(NewsPage, language="de", title="Abwärme aus Kehl")
    response = client.get("/fr/actualites/abwarme-aus-kehl/")
    assert response.status_code == 200
    html = response.content.decode()
    assert '<html lang="fr">' in html
    assert '<h1 lang="de">Abwärme aus Kehl</h1>' in html
    assert 'rel="canonical" href="http://testserver/de/aktuelles/abwarme-aus-kehl/"' in html
