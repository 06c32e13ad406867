"""The directory's page: lists, filters, addresses."""

import re

import pytest

from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from website.topics.models import Language, Sector, Territory, Theme

pytestmark = pytest.mark.django_db


def names(response):
    """Return the names in the list, in order."""
    html = response.content.decode()
    return [" ".join(name.split()) for name in re.findall(r"<h3>\s*<a href=[^>]+>(.*?)</a>\s*</h3>", html, re.DOTALL)]


def found(client, query, path="/fr/annuaire/"):
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200
    return names(response)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_organisations_takes_the_same_statements_however_long_it_is(site, client, number):
    sector, languages = Sector.objects.first(), Language.objects.all()
    for _ in range(number):
        OrganisationFactory(territory=TerritoryFactory(), sector=sector, languages=languages)
    client.get("/fr/annuaire/")
    with statements("directory: the list of organisations"):
        response = client.get("/fr/annuaire/")
    assert len(names(response)) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_people_takes_the_same_statements_however_long_it_is(site, client, number):
    for _ in range(number):
        organisation = OrganisationFactory(territory=TerritoryFactory())
        MemberFactory(organisation=organisation, expertise=Theme.objects.all()[:2], languages=Language.objects.all())
    client.get("/fr/annuaire/?who=people")
    with statements("directory: the list of people"):
        response = client.get("/fr/annuaire/?who=people")
    assert len(names(response)) == number


def test_organisations_are_found_by_each_filter(site, client):
    region = TerritoryFactory(kind="region", slug="grand-est")
    town = TerritoryFactory(parent=TerritoryFactory(parent=region), slug="colmar")
    mill = OrganisationFactory(
        name="Papeterie",
        territory=town,
        sector=Sector.objects.get(slug="c"),
        languages=[Language.objects.get(slug="nl")],
        city="Colmar",
        latitude=48.08,
        longitude=7.36,
    )
    MemberFactory(organisation=mill, expertise=[Theme.objects.get(slug="water")])
    OrganisationFactory(name="Hafen Kehl", country="DE", kind="public-agency")
    for query in (
        "country=FR",
        "territory=grand-est",
        "territory=colmar",
        "territory=france",
        "kind=company",
        "sector=c",
        "expertise=water",
        "language=nl",
        "q=papeterie",
        "country=FR&city=Colmar",
        "area=7.3,48,7.4,48.1",
        "country=FR&kind=company&language=nl&sector=c",
    ):
        assert found(client, query) == ["Papeterie"], query
    assert found(client, "country=DE") == ["Hafen Kehl"]
    assert found(client, "country=DE&language=nl") == []


def test_people_are_found_by_their_own_fields_and_those_of_their_organisation(site, client):
    region = TerritoryFactory(kind="region", slug="grand-est")
    mill = OrganisationFactory(
        territory=TerritoryFactory(parent=region), sector=Sector.objects.get(slug="c"), city="Colmar"
    )
    water, dutch = Theme.objects.get(slug="water"), Language.objects.get(slug="nl")
    MemberFactory(user__last_name="Weber", organisation=mill, expertise=[water], languages=[dutch])
    port = OrganisationFactory(country="DE", kind="public-agency", city="Kehl", latitude=48.57, longitude=7.81)
    MemberFactory(user__last_name="Becker", organisation=port)
    for query in (
        "country=FR",
        "territory=grand-est",
        "kind=company",
        "sector=c",
        "expertise=water",
        "language=nl",
        "q=Weber",
        "city=Colmar",
    ):
        assert found(client, f"who=people&{query}") == ["Camille Weber"], query
    assert found(client, "who=people&area=7.8,48.5,7.9,48.6") == ["Camille Becker"]


def test_a_person_without_an_organisation_is_located_in_their_territory(site, client):
    saarland = TerritoryFactory(slug="saarland", country="DE", latitude=49.38, longitude=6.95)
    MemberFactory(user__last_name="Schmitt", territory=saarland)
    for query in ("country=DE", "territory=saarland", "area=6.9,49.3,7,49.4"):
        assert found(client, f"who=people&{query}") == ["Camille Schmitt"], query
    assert found(client, "who=people&country=FR") == []


def test_people_are_ordered_by_last_name(site, client):
    for name in ("Zeller", "Éberhard", "Dupont"):
        MemberFactory(user__last_name=name)
    assert found(client, "who=people") == ["Camille Dupont", "Camille Éberhard", "Camille Zeller"]


def test_a_german_reader_sees_german_names(site, client):
    TerritoryFactory(name_fr="Sarre", name_de="Saarland", slug="saarland", country="DE")
    OrganisationFactory(
        country="DE", territory=Territory.objects.get(slug="saarland"), sector=Sector.objects.get(slug="c"), city="Kehl"
    )
    html = client.get("/de/verzeichnis/?country=DE&territory=saarland&sector=c").content.decode()
    assert '<html lang="de">' in html
    assert re.search(r'<option value="DE" selected>\s*Deutschland', html)
    assert re.search(r'<option value="saarland" selected>\s*Saarland', html)
    assert re.search(r'<option value="c" selected>\s*C Verarbeitendes Gewerbe', html)
    assert "Kehl, Deutschland" in html
    assert "Allemagne" not in html


def test_links_to_other_languages_preserve_the_filters(site, client):
    html = client.get("/fr/annuaire/?who=people&country=DE&view=map").content.decode()
    assert 'href="/de/verzeichnis/?who=people&amp;country=DE&amp;view=map"' in html


def test_the_layout_links_and_the_filters_preserve_each_other(site, client):
    html = client.get("/fr/annuaire/?who=people&view=map&country=DE").content.decode()
    assert 'href="?view=map&amp;country=DE"' in html
    assert 'href="?who=people&amp;country=DE"' in html
    assert '<input type="hidden" name="who" value="people">' in html
    assert '<input type="hidden" name="view" value="map">' in html
    assert 'class="chip" href="?who=people&amp;view=map"' in html
    assert 'href="/fr/feeds/members.atom?country=DE"' in html


def test_pages_are_numbered_and_preserve_the_layout(site, client):
    for _ in range(21):
        MemberFactory()
    html = client.get("/fr/annuaire/?who=people").content.decode()
    assert 'href="?who=people&amp;page=2"' in html
    assert len(names(client.get("/fr/annuaire/?who=people&page=2"))) == 1


def test_an_empty_result_suggests_what_to_do_next(site, client):
    html = client.get("/fr/annuaire/?who=people&country=ES").content.decode()
    assert 'class="button button-quiet" href="?who=people"' in html


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("sector=zz", 400),
        ("sector=%00", 400),
        ("q=%00", 400),
        ("country=XX", 400),
        ("territory=nowhere", 400),
        ("kind=castle", 400),
        ("language=tlh", 400),
        ("expertise=sorcery", 400),
        ("area=1,2,3", 400),
        ("city=" + "x" * 101, 400),
        ("q=" + "x" * 201, 400),
        ("who=robots", 400),
        ("view=globe", 400),
        ("page=2", 404),
        ("page=0", 404),
        ("page=x", 404),
    ],
)
@pytest.mark.parametrize("who", ["", "who=people&"])
def test_bad_input_is_refused(site, client, who, query, status):
    OrganisationFactory()
    MemberFactory()
    for path in ("/fr/annuaire/", "/de/verzeichnis/"):
        assert client.get(f"{path}?{who if 'who=' not in query else ''}{query}").status_code == status


def test_an_invalid_filter_is_named_and_the_input_is_preserved(site, client):
    html = client.get("/fr/annuaire/?kind=castle&q=papier").content.decode()
    assert 'role="alert"' in html
    assert 'value="papier"' in html


def test_signed_in_people_find_members_only_people(site, client):
    MemberFactory(user__last_name="Weber", visibility="members")
    assert found(client, "who=people") == []
    client.force_login(UserFactory())
    assert found(client, "who=people") == ["Camille Weber"]
