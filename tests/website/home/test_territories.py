import re

import pytest

from tests.factories.pages import make_page
from tests.factories.people import MemberFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from website.core import listings
from website.news.models import NewsPage
from website.topics.models import Language, Territory, Theme, topical_models

pytestmark = pytest.mark.django_db


def links(html):
    return re.findall(r'<a href="(/fr/territories/[^"]+)">([^<]+)</a>', html)


@pytest.mark.parametrize("number", [1, 3])
def test_the_index_takes_the_same_statements_however_many_there_are(site, client, number):
    for _ in range(number):
        TerritoryFactory()
    client.get("/fr/territoires/")
    with statements("territories: the index"):
        response = client.get("/fr/territoires/")
    assert len(links(response.content.decode())) == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_territory_takes_the_same_statements_however_much_there_is(site, client, number):
    colmar = TerritoryFactory(slug="colmar", parent=TerritoryFactory())
    for _ in range(number):
        organisation = OrganisationFactory(territory=colmar, languages=Language.objects.all())
        MemberFactory(organisation=organisation, languages=Language.objects.all(), expertise=Theme.objects.all()[:2])
        TerritoryFactory(parent=colmar)
        for model in topical_models():
            make_page(model, territories=[colmar], themes=Theme.objects.all()[:2])
    client.get("/fr/territories/colmar/")
    lists = [listing for listing in listings.every() if "territory" in listing.filterset.base_filters]
    # An empty list needs no prefetching.
    with statements("territories: a territory", plus=len(lists) - len(topical_models()) - 2):
        response = client.get("/fr/territories/colmar/")
    assert response.content.decode().count('<article class="card') == number * (len(topical_models()) + 2)


def test_the_index_is_by_country_and_kind_in_the_reader_s_language(site, client):
    Territory.objects.all().delete()
    TerritoryFactory(name_fr="Sarre", name_de="Saarland", slug="saarland", country="DE", kind="region")
    TerritoryFactory(name_fr="Épinal", slug="epinal")
    TerritoryFactory(name_fr="Colmar", slug="colmar")
    TerritoryFactory(name_fr="Vosges", slug="vosges", kind="department")
    html = client.get("/fr/territoires/").content.decode()
    assert links(html) == [
        ("/fr/territories/saarland/", "Sarre"),
        ("/fr/territories/vosges/", "Vosges"),
        ("/fr/territories/colmar/", "Colmar"),
        ("/fr/territories/epinal/", "Épinal"),
    ]
    german = client.get("/de/gebiete/").content.decode()
    assert [name in german for name in ("Deutschland", "Saarland", "Sarre")] == [True, True, False]


def test_a_territory_that_is_not_in_use_has_a_page_but_is_not_in_the_index(site, client):
    TerritoryFactory(slug="ailleurs", name_fr="Ailleurs", is_featured=False)
    assert "Ailleurs" not in client.get("/fr/territoires/").content.decode()
    assert client.get("/fr/territories/ailleurs/").status_code == 200


def test_a_territory_shows_its_facts_and_parts(site, client):
    grand_est = TerritoryFactory(slug="grand-est", name_fr="Grand Est", kind="region")
    TerritoryFactory(slug="colmar", name_fr="Colmar", parent=grand_est, code="200066", population=114_000)
    html = client.get("/fr/territories/colmar/").content.decode()
    assert "200066" in html
    assert "114\N{NO-BREAK SPACE}000" in html or "114\N{NARROW NO-BREAK SPACE}000" in html
    assert '<a href="/fr/territories/grand-est/">Grand Est</a>' in html
    whole = client.get("/fr/territories/grand-est/").content.decode()
    assert '<a class="tag" href="/fr/territories/colmar/">Colmar</a>' in whole


def test_a_territory_shows_the_newest_items_of_each_list_and_links_to_the_filtered_list(site, client):
    grand_est = TerritoryFactory(slug="grand-est", kind="region")
    colmar = TerritoryFactory(parent=grand_est)
    for number in range(4):
        make_page(NewsPage, title=f"Nouvelle {number}", territories=[colmar], date=f"2026-03-0{number + 1}")
        OrganisationFactory(name=f"Papeterie {number}", territory=colmar)
    MemberFactory(user__last_name="Weber", territory=grand_est)
    make_page(NewsPage, title="Ailleurs", territories=[TerritoryFactory()])
    html = client.get("/fr/territories/grand-est/").content.decode()
    assert [f"Nouvelle {number}" in html for number in range(4)] == [False, True, True, True]
    assert [f"Papeterie {number}" in html for number in range(4)] == [False, True, True, True]
    assert "Ailleurs" not in html
    for address in (
        "/fr/actualites/?territory=grand-est",
        "/fr/annuaire/?territory=grand-est",
        "/fr/annuaire/?who=people&amp;territory=grand-est",
    ):
        assert f'href="{address}"' in html
    assert "/fr/veille/?territory" not in html


def test_a_territory_that_filters_do_not_offer_has_no_links_to_filtered_lists(site, client):
    colmar = TerritoryFactory(slug="colmar", is_featured=False, latitude=48.08, longitude=7.36)
    OrganisationFactory(territory=colmar)
    html = client.get("/fr/territories/colmar/").content.decode()
    assert "?territory=" not in html
    assert '<a class="point" href="/fr/annuaire/?view=map"' in html


def test_a_territory_shows_a_german_reader_german_names_and_each_text_once(site, client):
    saarland = TerritoryFactory(slug="saarland", name_fr="Sarre", name_de="Saarland", country="DE")
    french = make_page(NewsPage, title="Une chaudière", territories=[saarland])
    make_page(NewsPage, language="de", title="Ein Kessel", territories=[saarland], translation_of=french)
    html = client.get("/de/territories/saarland/").content.decode()
    assert "<h1 >Saarland</h1>" in html
    assert "Deutschland" in html
    assert [title in html for title in ("Ein Kessel", "Une chaudière")] == [True, False]
    assert 'href="/de/aktuelles/?territory=saarland"' in html


def test_an_empty_territory_says_who_can_fill_it(site, client):
    TerritoryFactory(slug="colmar")
    assert 'class="empty"' in client.get("/fr/territories/colmar/").content.decode()


@pytest.mark.parametrize("path", ["/fr/territories/nowhere/", "/fr/territories/%00/", "/fr/territories/a b/"])
def test_a_territory_that_is_not_there_is_a_404(site, client, path):
    assert client.get(path).status_code == 404
