import re
from html import unescape

import pytest

from community.members.enums import DirectoryScope
from community.members.maps import directory_map
from tests.factories.people import MemberFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from website.core import listings

pytestmark = pytest.mark.django_db

DIRECTORY = "/en/directory/"
NANCY = {"city": "Nancy", "latitude": 48.69, "longitude": 6.18}
METZ = {"city": "Metz", "latitude": 49.12, "longitude": 6.18}
STRASBOURG = {"city": "Strasbourg", "latitude": 48.58, "longitude": 7.75}
KEHL = {"city": "Kehl", "country": "DE", "latitude": 48.57, "longitude": 7.81}
PYRENEES = {"city": "Saint-Gaudens", "latitude": 43.1, "longitude": 0.72}


def points(client, query=""):
    """Return the accessible name, URL and number of each circle."""
    html = client.get(f"{DIRECTORY}?view=map{query}").content.decode()
    links = re.findall(r'<a class="point" href="([^"]*)" aria-label="([^"]*)">(.*?)</a>', html, re.DOTALL)
    numbers = ["".join(re.findall(r"<text[^>]*>\s*(\d+)", inside)) for _url, _label, inside in links]
    return [
        (unescape(label), unescape(url), number) for (url, label, _inside), number in zip(links, numbers, strict=True)
    ]


def address_of(organisation):
    return f"/en/organisations/{organisation.slug}/"


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("who", ["organisations", "people"])
def test_the_map_takes_the_same_statements_however_many_it_shows(site, client, who, number):
    for i in range(number):
        point = {"city": f"Ville {i}", "latitude": 48 + i / 2, "longitude": 6}
        organisation = OrganisationFactory(territory=TerritoryFactory(), **point)
        MemberFactory(organisation=organisation)
    address = f"{DIRECTORY}?view=map&who={who}"
    client.get(address)
    with statements(f"directory: the map of {who}"):
        response = client.get(address)
    assert response.content.decode().count('class="point"') == number


def test_one_organisation_is_a_circle_that_links_to_it(site, client):
    mill = OrganisationFactory(name="Papeterie", **NANCY)
    assert points(client) == [("Nancy: Papeterie", address_of(mill), "")]


def test_several_in_a_town_are_a_numbered_circle_that_links_to_the_list_of_that_town(site, client):
    for longitude in (6.15, 6.18, 6.2):
        OrganisationFactory(**{**NANCY, "longitude": longitude})
    [(label, url, number)] = points(client)
    assert (label, number) == ("Nancy: 3 organisations", "3")
    assert url == "?country=FR&city=Nancy"
    assert "3 results" in client.get(f"{DIRECTORY}{url}").content.decode()


def test_neighbouring_towns_are_one_circle_that_zooms_in_until_they_separate(site, client):
    OrganisationFactory(name="Port", **STRASBOURG)
    OrganisationFactory(name="Aciérie", **KEHL)
    OrganisationFactory(name="Papeterie", **METZ)
    (metz, joined) = points(client)
    assert metz[0] == "Metz: Papeterie"
    assert joined == ("Kehl, Strasbourg: 2 organisations", "?view=map&area=7.750%2C48.570%2C7.810%2C48.580", "2")
    nearer = points(client, joined[1].removeprefix("?view=map"))
    assert {label for label, _url, _number in nearer} == {"Strasbourg: Port", "Kehl: Aciérie"}


def test_inseparable_places_link_to_their_list(site, client):
    OrganisationFactory(**STRASBOURG)
    OrganisationFactory(**{**STRASBOURG, "city": "Schiltigheim", "longitude": 7.751})
    [(label, url, _number)] = points(client)
    assert label == "Schiltigheim, Strasbourg: 2 organisations"
    assert url == "?area=7.750%2C48.580%2C7.751%2C48.580"
    assert "2 results" in client.get(f"{DIRECTORY}{url}").content.decode()


def test_the_link_of_a_place_preserves_the_filters(site, client):
    for _ in range(2):
        OrganisationFactory(kind="chamber", **NANCY)
    assert points(client, "&kind=chamber")[0][1] == "?kind=chamber&country=FR&city=Nancy"


def test_people_are_located_by_their_organisation_else_by_their_territory(site, client):
    saarland = TerritoryFactory(name_en="Saar", country="DE", latitude=49.38, longitude=6.95)
    nancy = OrganisationFactory(**NANCY)
    for _ in range(2):
        MemberFactory(organisation=nancy, territory=saarland)
        MemberFactory(territory=saarland)
    found = {label: url for label, url, _number in points(client, "&who=people")}
    assert set(found) == {"Nancy: 2 people", "Saar: 2 people"}
    for url in found.values():
        assert "2 results" in client.get(f"{DIRECTORY}{url}").content.decode()


def test_everything_on_and_outside_the_map_is_listed_as_text(site, client):
    mill = OrganisationFactory(name="Papeterie", **NANCY)
    far = OrganisationFactory(name="Syndicat", **PYRENEES)
    OrganisationFactory(name="Partout")
    html = client.get(f"{DIRECTORY}?view=map").content.decode()
    words = html.split('class="places"')[1]
    assert f'<a href="{address_of(mill)}">Nancy: Papeterie</a>' in words
    link = f'<a href="{address_of(far)}">Saint-Gaudens: Syndicat</a>'
    assert words.index("Not on this map") < words.index(link)
    assert "1 result is not on the map" in words
    assert len(points(client)) == 1


def test_the_map_draws_the_countries_without_external_requests(site, client):
    OrganisationFactory(**NANCY)
    html = client.get("/de/verzeichnis/?view=map").content.decode()
    assert html.count('class="land') == 6
    assert 'text-anchor="start">Straßburg</text>' in html
    assert re.findall(r'(?:src|href)="https?://(?!testserver)[^"]*"', html) == []


def test_a_filtered_map_zooms_in(site, rf):
    from django.contrib.auth.models import AnonymousUser

    OrganisationFactory(**NANCY)

    def drawn(query):
        request = rf.get(f"/fr/annuaire/?{query}")
        request.user = AnonymousUser()
        return directory_map(
            listings.get("organisations").bind(request), DirectoryScope.ORGANISATIONS
        ).drawing.transform

    assert drawn("").endswith("scale(1.0000)")
    assert not drawn("country=FR").endswith("scale(1.0000)")


def test_an_empty_map_shows_the_advice_of_the_empty_list(site, client):
    html = client.get(f"{DIRECTORY}?view=map&country=ES").content.decode()
    assert 'class="empty"' in html
    assert 'class="map"' not in html
