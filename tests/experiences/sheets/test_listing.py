import csv
import io
from decimal import Decimal

import pytest

from experiences.sheets.models import SheetMeasure, SheetPage
from tests.factories.people import UserFactory
from tests.factories.sheets import make_published_sheet, make_sheet
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(site):
    """Create three published sheets that differ in every filter, and a draft that equals the first one."""
    coordinator = UserFactory(groups=["Coordinators"])
    alsace = TerritoryFactory(slug="alsace")
    colmar = TerritoryFactory(slug="colmar", parent=alsace)
    kehl = TerritoryFactory(slug="kehl", country="DE")
    themes = {slug: [Theme.objects.get(slug=slug)] for slug in ("energy", "water")}
    first = {
        "title": "Chaleur d'une verrerie",
        "territories": [colmar],
        "themes": themes["energy"],
        "synergy_type": "substitution:energy",
        "stage": "sustained",
        "is_exemplary": True,
        "organisation": OrganisationFactory(slug="verrerie"),
    }
    made = [
        make_published_sheet(coordinator=coordinator, rows=1, **first),
        make_published_sheet(
            coordinator=coordinator,
            title="Eau de pluie",
            territories=[colmar],
            themes=themes["water"],
            synergy_type="substitution:water",
        ),
        make_published_sheet(
            coordinator=coordinator,
            language="de",
            title="Gemeinsamer Einkauf",
            territories=[kehl],
            synergy_type="mutualisation:purchasing",
            stage="stopped",
        ),
    ]
    make_sheet(**{**first, "title": "Chaleur d'une verrerie, brouillon"})
    return made


def titles(client, query) -> list[str]:
    response = client.get(f"/fr/fiches/{query}")
    assert response.status_code == 200
    return sorted(sheet.title for sheet in response.context["bound"].page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Chaleur d'une verrerie", "Eau de pluie", "Gemeinsamer Einkauf"]),
        ("?q=verrerie", ["Chaleur d'une verrerie"]),
        ("?q=Einkauf", ["Gemeinsamer Einkauf"]),
        ("?theme=water", ["Eau de pluie"]),
        ("?territory=alsace", ["Chaleur d'une verrerie", "Eau de pluie"]),
        ("?country=DE", ["Gemeinsamer Einkauf"]),
        ("?language=de", ["Gemeinsamer Einkauf"]),
        ("?stage=sustained", ["Chaleur d'une verrerie"]),
        ("?synergy=substitution", ["Chaleur d'une verrerie", "Eau de pluie"]),
        ("?synergy=substitution:water", ["Eau de pluie"]),
        ("?synergy=mutualisation", ["Gemeinsamer Einkauf"]),
        ("?exemplary=yes", ["Chaleur d'une verrerie"]),
        ("?organisation=verrerie", ["Chaleur d'une verrerie"]),
        ("?indicator=energy-saved", ["Chaleur d'une verrerie"]),
        ("?indicator=jobs", []),
        ("?theme=energy&territory=alsace&synergy=substitution:energy&q=chaleur", ["Chaleur d'une verrerie"]),
    ],
)
def test_search_and_filters_find_published_sheets_and_never_drafts(client, sheets, query, found):
    assert titles(client, query) == found


def test_a_sheet_with_two_figures_of_one_kind_is_listed_once(client, sheets):
    measures = [SheetMeasure(indicator="jobs", value=Decimal(number), unit="FTE") for number in (1, 2)]
    sheets[1].measures = measures
    sheets[1].save_revision().publish()
    assert titles(client, "?indicator=jobs") == ["Eau de pluie"]


@pytest.mark.parametrize("query", ["?stage=x", "?synergy=x", "?exemplary=perhaps", "?indicator=x", "?theme=x"])
def test_an_invalid_filter_is_answered_with_400(client, sheets, query):
    assert client.get(f"/fr/fiches/{query}").status_code == 400


def test_a_sheet_is_found_by_the_first_request_after_its_publication(client, sheets):
    assert titles(client, "?q=brouillon") == []
    SheetPage.objects.get(title="Chaleur d'une verrerie, brouillon").latest_revision.publish()
    assert titles(client, "?q=brouillon") == ["Chaleur d'une verrerie, brouillon"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_statements_however_long_it_is(site, client, number, statements_of):
    coordinator = UserFactory(groups=["Coordinators"])
    for position in range(number):
        make_published_sheet(coordinator=coordinator, title=f"Fiche {position}", rows=number)
    assert (statements_of("/fr/fiches/"), statements_of("/fr/fiches/?q=fiche")) == (2, 11)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("fmt", ["atom", "csv", "json"])
def test_a_feed_takes_the_same_statements_however_long_it_is(site, client, number, fmt, statements_of):
    coordinator = UserFactory(groups=["Coordinators"])
    for position in range(number):
        make_published_sheet(coordinator=coordinator, title=f"Fiche {position}", rows=number)
    client.get("/fr/fiches/")
    assert statements_of(f"/fr/feeds/sheets.{fmt}?synergy=") == 1


def test_a_card_shows_the_flow_and_one_figure(site, client):
    make_published_sheet(rows=1, organisation=OrganisationFactory(name="Verrerie de Wingen"))
    html = client.get("/fr/fiches/").content.decode()
    assert "Verrerie de Wingen" in html
    assert html.count('class="flow-line') == 1
    assert html.count('class="key-figure"') == 1


def test_the_spreadsheet_has_figures_in_canonical_units(client, sheets):
    text = client.get("/fr/feeds/sheets.csv?organisation=verrerie").content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert "energy-saved 100 MWh (declared)" in row.values()


def test_json_has_numbers_and_keys_independent_of_the_language(client, sheets):
    sheets[0].cost_eur = Decimal("890000.50")
    sheets[0].save_revision().publish()
    item = client.get("/fr/feeds/sheets.json?organisation=verrerie").json()["items"][0]
    assert (item["cost_eur"], item["synergy"], item["exemplary"], item["staff_fte"]) == (
        890000.5,
        "substitution:energy",
        True,
        None,
    )
