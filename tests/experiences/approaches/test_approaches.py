"""Démarches: stage, period, lead organisation and funders."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from experiences.approaches.models import ApproachPage
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory
from tests.factories.texts import full_approach
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.reading import elements, rows, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        (date(2022, 3, 1), date(2025, 1, 1), "2022–2025"),
        (date(2022, 3, 1), date(2022, 9, 1), "2022"),
        (date(2022, 3, 1), None, "since 2022"),
        (None, date(2025, 1, 1), "until 2025"),
        (None, None, ""),
    ],
)
def test_a_period_is_written_in_years(start, end, period):
    with translation.override("en"):
        assert str(ApproachPage(start_date=start, end_date=end).period) == period


def test_the_page_shows_the_facts(site, client):
    page = make_page(
        ApproachPage,
        title="Douaisis",
        language="en",
        stage="facilitation",
        start_date="2022-01-01",
        staff_fte="0.80",
        lead_organisation=OrganisationFactory(name="SCoT", slug="scot"),
        facilitator=MemberFactory(user__first_name="Ada", user__last_name="Weber").user,
        territories=[TerritoryFactory(slug="douaisis", name_en="Douaisis")],
        body="# Why\n\nBecause **steam**.",
    )
    full = client.get(page.get_absolute_url().replace("/fr/demarches", "/en/approaches"))
    facts = dict(zip(texts(full, "dt"), texts(full, "dd"), strict=True))
    assert facts == {
        "Stage": "Facilitation and implementation",
        "Period": "since 2022",
        "Staff": "0.8 FTE",
        "Lead organisation": "SCoT",
        "Intercommunal body": "Douaisis",
        "Facilitator": "Ada Weber",
    }
    assert texts(full, "strong").count("steam") == 1
    addresses = {link["href"] for link in elements(full, "a")}
    assert {"/en/organisations/scot/", "/en/territories/douaisis/"} <= addresses


def test_funders_are_listed_on_the_page(site, client):
    html = client.get(full_approach(1).url).content.decode()
    assert [html.count("Financeur 0"), html.count("Financeur 1")] == [1, 1]


def test_a_demarche_stays_when_its_facilitator_and_its_lead_organisation_are_deleted(site, client):
    page = full_approach(0)
    page.facilitator.delete()
    page.lead_organisation.delete()
    assert client.get(page.url).status_code == 200


def test_a_renamed_lead_organisation_shows_in_the_csv_feed_at_once(site, client):
    page = full_approach(0)
    lead = page.lead_organisation
    assert lead.name in rows(client.get("/en/feeds/approaches.csv"))[1]
    lead.name = "Renamed"
    lead.save()
    assert "Renamed" in rows(client.get("/en/feeds/approaches.csv"))[1]


def test_demarches_are_filtered_by_stage(site, client):
    make_page(ApproachPage, title="A", stage="diagnosis")
    make_page(ApproachPage, title="B", stage="stopped")
    assert [row[0] for row in rows(client.get("/en/feeds/approaches.csv?stage=stopped"))[1:]] == ["B"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"start_date": date(2025, 1, 1), "end_date": date(2024, 12, 31)}, ["end_date"]),
        ({"start_date": date(2025, 1, 1), "end_date": date(2025, 1, 1)}, []),
        ({"staff_fte": "-0.5"}, ["staff_fte"]),
        ({"stage": "nowhere"}, ["stage"]),
    ],
)
def test_impossible_values_are_refused(site, fields, wrong):
    approach = ApproachPage(title="A", slug="a", **fields)
    found = {}
    try:
        approach.clean_fields(exclude=["path", "depth", "content_type", "locale", "translation_key", "draft_title"])
        approach.clean()
    except ValidationError as refused:
        found = refused.error_dict
    assert list(found) == wrong
