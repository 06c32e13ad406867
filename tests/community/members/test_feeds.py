"""The directory outside the site: Atom, CSV, JSON."""

import csv
import io
import json
import re

import pytest

from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from website.topics.models import Language, Sector, Theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fmt", ["atom", "csv", "json"])
@pytest.mark.parametrize("name", ["organisations", "members"])
@pytest.mark.parametrize("number", [1, 3])
def test_a_feed_takes_the_same_statements_however_long_it_is(site, client, name, fmt, number):
    for _ in range(number):
        organisation = OrganisationFactory(territory=TerritoryFactory(), languages=Language.objects.all())
        MemberFactory(organisation=organisation, expertise=Theme.objects.all()[:2], languages=Language.objects.all())
    client.get(f"/fr/feeds/{name}.json?country=DE")
    with statements(f"directory: the feed of {name}"):
        response = client.get(f"/fr/feeds/{name}.{fmt}")
    assert response.status_code == 200


def rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_a_spreadsheet_of_organisations_has_names_in_the_readers_language(site, client):
    OrganisationFactory(
        name="Papeterie",
        sector=Sector.objects.get(slug="c"),
        nace_code="17.12",
        territory=TerritoryFactory(name_fr="Sarre", name_de="Saarland"),
        languages=Language.objects.filter(slug__in=["de", "fr"]),
    )
    row = rows(client.get("/de/feeds/organisations.csv"))[0]
    values = list(row.values())
    assert [values[0], *values[2:6]] == ["Papeterie", "C Verarbeitendes Gewerbe", "17.12", "Saarland", "FR"]
    assert "Deutsch, Französisch" in values
    assert values[-1] == f"http://testserver{OrganisationFactory._meta.model.objects.get().get_absolute_url()}"


def test_the_json_of_people_contains_what_the_directory_shows(site, client):
    mill = OrganisationFactory(name="Papeterie")
    MemberFactory(
        slug="weber",
        user__last_name="Weber",
        job_title="Animatrice",
        organisation=mill,
        expertise=[Theme.objects.get(slug="water")],
        languages=[Language.objects.get(slug="de")],
    )
    document = json.loads(client.get("/fr/feeds/members.json?country=FR").content)
    assert document["items"] == [
        {
            "name": "Camille Weber",
            "job_title": "Animatrice",
            "organisation": "Papeterie",
            "territory": None,
            "country": "FR",
            "expertise": ["Eau"],
            "languages": ["allemand"],
            "url": "http://testserver/fr/members/weber/",
        }
    ]


def test_an_atom_feed_begins_with_the_last_change_and_has_permanent_ids(site, client):
    first, second = OrganisationFactory(name="Zinc"), OrganisationFactory(name="Acier")
    first.save()
    text = client.get("/fr/feeds/organisations.atom").content.decode()
    assert re.findall(r"<entry><title>(\w+)</title>", text) == ["Zinc", "Acier"]
    assert re.findall(r"<id>(tag:[^<]+)</id>", text) == [first.feed_id, second.feed_id]
    second.slug = second.name = "cuivre"
    second.save()
    assert second.feed_id in client.get("/fr/feeds/organisations.atom").content.decode()


def test_a_change_of_any_row_appears_in_the_feed_on_the_next_request(site, client):
    territory, language = TerritoryFactory(name_fr="Sarre"), Language.objects.get(slug="nl")
    organisation = OrganisationFactory(name="Papeterie", territory=territory, languages=[language])
    member = MemberFactory(organisation=organisation)
    water = Theme.objects.get(slug="water")

    def feed(query=""):
        return client.get(f"/fr/feeds/organisations.csv{query}").content.decode("utf-8-sig")

    feed()
    organisation.name = "Cartonnerie"
    organisation.save()
    assert "Cartonnerie" in feed()
    territory.name_fr = "Territoire de la Sarre"
    territory.save()
    assert "Territoire de la Sarre" in feed()
    language.name_fr = "flamand"
    language.save()
    assert "flamand" in feed()
    organisation.languages.clear()
    assert "flamand" not in feed()
    assert "Cartonnerie" not in feed("?expertise=water")
    member.expertise.add(water)
    assert "Cartonnerie" in feed("?expertise=water")
    member.user.is_active = False
    member.user.save()
    assert "Cartonnerie" not in feed("?expertise=water")
    organisation.delete()
    assert "Cartonnerie" not in feed()


def test_a_feed_of_people_is_not_cached_publicly(site, client):
    MemberFactory(user__last_name="Weber", visibility="members")
    client.force_login(UserFactory())
    signed_in = client.get("/fr/feeds/members.csv")
    client.logout()
    visitor = client.get("/fr/feeds/members.csv")
    assert "Weber" in signed_in.content.decode("utf-8-sig")
    assert signed_in["Cache-Control"] == "private, no-cache"
    assert "Weber" not in visitor.content.decode("utf-8-sig")


def test_a_public_feed_has_public_content_whoever_requests_it_first(site, client):
    mill = OrganisationFactory(name="Papeterie")
    MemberFactory(organisation=mill, visibility="members", expertise=[Theme.objects.get(slug="water")])
    client.force_login(UserFactory())
    assert rows(client.get("/fr/feeds/organisations.csv?expertise=water")) == []
    client.logout()
    assert rows(client.get("/fr/feeds/organisations.csv?expertise=water")) == []


@pytest.mark.parametrize("query", ["sector=zz", "area=x", "q=%00", "language=tlh"])
@pytest.mark.parametrize("name", ["organisations", "members"])
def test_an_invalid_filter_of_a_feed_is_a_400(site, client, name, query):
    assert client.get(f"/fr/feeds/{name}.csv?{query}").status_code == 400


def test_people_have_no_calendar(site, client):
    assert client.get("/fr/feeds/members.ics").status_code == 404
