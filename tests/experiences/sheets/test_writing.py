import re
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from experiences.sheets.actions import save_sheet_draft, submit_sheet
from experiences.sheets.models import SheetPage
from tests.factories.people import MemberFactory
from tests.factories.sheets import complete_post, make_published_sheet, make_sheet, sheet_post
from tests.factories.topics import OrganisationFactory
from website.topics.models import Resource

pytestmark = pytest.mark.django_db

NEW = "/fr/my/sheets/new/"


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def edit(sheet):
    return f"/fr/my/sheets/{sheet.pk}/edit/"


def draft():
    return SheetPage.objects.get().get_latest_revision_as_object()


def problems(response) -> list[str]:
    """Return the ids of the fields that the list of errors links to."""
    listing = re.search(r'class="error-links">(.*?)</ul>', response.content.decode(), re.DOTALL)
    return re.findall(r'href="#([^"]+)"', listing.group(1)) if listing else []


@pytest.mark.parametrize("address", ["", "new/", "1/", "1/edit/", "1/preview/", "1/delete/"])
def test_a_visitor_is_redirected_to_the_sign_in_page_and_back(site, client, address):
    response = client.get(f"/fr/my/sheets/{address}")
    assert (response.status_code, response.url) == (302, f"/fr/accounts/login/?next=/fr/my/sheets/{address}")


def test_a_title_is_enough_for_a_draft(signed_in, author):
    response = signed_in.post(NEW, sheet_post())
    sheet = SheetPage.objects.get()
    assert (response.status_code, response.url) == (302, f"/fr/my/sheets/{sheet.pk}/edit/")
    assert (sheet.owner, sheet.status, sheet.locale.language_code) == (author, "draft", "fr")


def test_a_new_form_proposes_the_interfaces_language_and_the_members_organisation(client, author):
    organisation = OrganisationFactory()
    MemberFactory(user=author, organisation=organisation)
    client.force_login(author)
    form = client.get("/de/my/sheets/new/").context["form"]
    assert (form["language"].value(), form["organisation"].value()) == ("de", organisation.pk)


def test_the_language_cannot_be_changed_after_the_first_save(signed_in):
    signed_in.post(NEW, sheet_post(language="nl"))
    response = signed_in.get(edit(SheetPage.objects.get()))
    assert "language" not in response.context["form"].fields
    assert SheetPage.objects.get().url_path.startswith("/nl/ervaringen/")


def test_every_field_and_row_is_saved(signed_in):
    resource = Resource.objects.get(code="15 01 03")
    rows = {
        "steps": [{"date": "2024-02-29", "text": "Visite"}, {"date": "", "text": "Contrat"}],
        "factors": [{"kind": "lever", "theme": "land", "text": "Une parcelle libre."}],
        "exchanges": [
            {"description": "Palettes", "resource": "150103", "quantity": "1 250,5", "unit": "t", "period": "year"}
        ],
        "measures": [{"indicator": "energy-saved", "value": "3,6", "unit": "GJ", "evidence": "measured"}],
    }
    signed_in.post(NEW, complete_post(keywords="palettes, réemploi", staff_fte="0,3", cost_eur="1 200", **rows))
    sheet = draft()
    assert [(step.text, str(step.date)) for step in sheet.steps.all()] == [
        ("Visite", "2024-02-29"),
        ("Contrat", "None"),
    ]
    assert [factor.theme for factor in sheet.factors.all()] == ["land"]
    assert [(row.quantity, row.resource) for row in sheet.exchanges.all()] == [(Decimal("1250.5"), resource)]
    assert [str(row.canonical_value) for row in sheet.measures.all()] == ["1.000000"]
    assert sorted(tag.name for tag in sheet.keywords.all()) == ["palettes", "réemploi"]
    assert (sheet.staff_fte, sheet.cost_eur) == (Decimal("0.3"), Decimal(1200))
    assert [theme.slug for theme in sheet.themes.all()] == ["energy"]


def test_saved_rows_are_shown_in_the_form_and_replaced_by_the_submitted_ones(signed_in, author):
    sheet = make_sheet(author, rows=2)
    form = signed_in.get(edit(sheet)).context["form"]
    assert [row["text"].value() for row in form.formsets["steps"].initial_forms] == ["Étape 0", "Étape 1"]
    steps = [{"text": "Étape 1"}, {"text": "Étape 2"}, {"text": ""}, {"text": "Étape 3", "DELETE": "on"}]
    signed_in.post(edit(sheet), complete_post(revision=sheet.latest_revision_id, steps=steps))
    assert [step.text for step in draft().steps.all()] == ["Étape 1", "Étape 2"]


def test_submitting_an_incomplete_sheet_lists_the_missing_fields(signed_in):
    response = signed_in.post(NEW, sheet_post(intent="submit", difficulties="L'encrassement."))
    assert response.status_code == 400
    assert problems(response) == [
        "id_summary",
        "id_territories",
        "id_context",
        "id_quantified_results",
        "id_themes",
    ]
    assert response.context["form"]["difficulties"].value() == "L'encrassement."
    assert SheetPage.objects.count() == 0


def test_a_complete_sheet_is_submitted_from_its_form(signed_in):
    response = signed_in.post(NEW, complete_post(intent="submit"))
    sheet = SheetPage.objects.get()
    assert (response.url, sheet.status) == (f"/fr/my/sheets/{sheet.pk}/", "submitted")


def test_saving_can_lead_to_the_preview(signed_in):
    response = signed_in.post(NEW, sheet_post(intent="preview"))
    assert response.url == f"/fr/my/sheets/{SheetPage.objects.get().pk}/preview/"


def test_a_draft_saved_elsewhere_is_overwritten_only_on_the_second_attempt(signed_in, author):
    sheet = make_sheet(author)
    opened = sheet.latest_revision_id
    save_sheet_draft(author, draft())
    typed = complete_post(revision=opened, difficulties="Écrit dans le vieil onglet.")
    response = signed_in.post(edit(sheet), typed)
    form = response.context["form"]
    assert (response.status_code, form["difficulties"].value()) == (409, "Écrit dans le vieil onglet.")
    assert draft().difficulties == ""
    signed_in.post(edit(sheet), typed | {"revision": form["revision"].value()})
    assert draft().difficulties == "Écrit dans le vieil onglet."


@pytest.mark.parametrize("revision", ["", "0", "abc", "999999999999999999999"])
def test_a_form_without_a_valid_base_revision_overwrites_nothing(signed_in, author, revision):
    sheet = make_sheet(author)
    response = signed_in.post(edit(sheet), complete_post(revision=revision, title="Autre titre"))
    assert response.status_code in (400, 409)
    assert draft().title == "Chaleur d'une fonderie"


def test_during_the_review_the_form_saves_nothing_but_shows_what_was_typed(signed_in, author):
    sheet = make_sheet(author)
    submit_sheet(author, sheet)
    assert signed_in.get(edit(sheet)).url == f"/fr/my/sheets/{sheet.pk}/"
    response = signed_in.post(edit(sheet), complete_post(difficulties="Tapé trop tard."))
    assert (response.status_code, response.context["form"]["difficulties"].value()) == (409, "Tapé trop tard.")
    assert draft().difficulties == ""


def test_changes_of_a_published_sheet_wait_for_a_review(signed_in, author):
    sheet = make_published_sheet(author)
    signed_in.post(edit(sheet), complete_post(revision=sheet.latest_revision_id, title="Un autre titre"))
    assert (SheetPage.objects.get().title, draft().title) == ("Chaleur d'une fonderie", "Un autre titre")


BAD = {
    "a title of nothing": ({"title": "  "}, "id_title"),
    "a title that is too long": ({"title": "x" * 256}, "id_title"),
    "a character that no database takes": ({"context": "a\0b"}, "id_context"),
    "a text beyond measure": ({"context": "x" * 20_001}, "id_context"),
    "a theme that is not there": ({"themes": ["999999"]}, "id_themes"),
    "a theme that is no number": ({"themes": ["énergie"]}, "id_themes"),
    "a territory that is not there": ({"territories": ["999999"]}, "id_territories"),
    "an organisation that is not there": ({"organisation": "999999"}, "id_organisation"),
    "a démarche that is none": ({"approach": "1"}, "id_approach"),
    "a stage that is none": ({"stage": "heaven"}, "id_stage"),
    "a cost in words": ({"cost_eur": "beaucoup"}, "id_cost_eur"),
    "a negative cost": ({"cost_eur": "-5"}, "id_cost_eur"),
    "a cost beyond the budget of the world": ({"cost_eur": "9" * 20}, "id_cost_eur"),
    "a day that is none": ({"last_verified_on": "2023-02-29"}, "id_last_verified_on"),
    "a language that is none": ({"language": "xx"}, "id_language"),
    "an address in the contact": ({"contact": "amelie.weber@example.org"}, "id_contact"),
    "a step on a day that is none": ({"steps": [{"text": "Visite", "date": "demain"}]}, "id_steps-0-date"),
    "a date without a step": ({"steps": [{"text": "", "date": "2024-01-01"}]}, "id_steps-0-text"),
    "a quantity without a unit": (
        {"exchanges": [{"description": "Drêches", "quantity": "3", "period": "year"}]},
        "id_exchanges-0-unit",
    ),
    "a code that is on no list": (
        {"exchanges": [{"description": "Drêches", "resource": "99 99 99", "period": "year"}]},
        "id_exchanges-0-resource",
    ),
    "tonnes of energy": (
        {"measures": [{"indicator": "energy-saved", "value": "3", "unit": "t", "evidence": "measured"}]},
        "id_measures-0-unit",
    ),
    "a photo that was never sent": ({"photos": [{"description": "Le four"}]}, "id_photos-0-file"),
    "a photo of somebody else": ({"photos": [{"image": "999999"}]}, "id_photos-0-image"),
    "a document that is no number": ({"documents": [{"document": "x"}]}, "id_documents-0-document"),
}


@pytest.mark.parametrize("case", BAD)
def test_invalid_input_gets_an_error_at_its_field_and_the_form_keeps_the_rest(signed_in, case):
    changes, field = BAD[case]
    response = signed_in.post(NEW, sheet_post(difficulties="L'encrassement.", **changes))
    assert (response.status_code, problems(response)) == (400, [field])
    assert response.context["form"]["difficulties"].value() == "L'encrassement."


@pytest.mark.parametrize(
    "forged",
    [
        {"steps-TOTAL_FORMS": "100000"},
        {"steps-TOTAL_FORMS": "abc"},
        {"steps-TOTAL_FORMS": "-1"},
        {"steps-INITIAL_FORMS": "3", "steps-TOTAL_FORMS": "3"},
        {"steps-0-id": "1", "steps-INITIAL_FORMS": "1", "steps-TOTAL_FORMS": "1"},
        {"intent": "publish"},
    ],
)
def test_a_forged_form_causes_no_server_error(signed_in, forged):
    assert signed_in.post(NEW, sheet_post(**forged)).status_code in (302, 400)


def test_a_form_without_management_forms_is_answered_with_400(signed_in):
    assert signed_in.post(NEW, {"title": "Rien d'autre", "language": "fr"}).status_code == 400


def test_a_request_that_is_too_large_is_answered_with_413(signed_in):
    assert signed_in.post(NEW, sheet_post(context="x" * 2_200_000)).status_code == 413


def test_more_fields_than_the_form_has_are_refused(signed_in):
    assert signed_in.post(NEW, sheet_post(**{f"field-{n}": "x" for n in range(2001)})).status_code in (400, 413)


def test_saving_a_draft_shows_a_success_message(signed_in):
    response = signed_in.post(NEW, sheet_post())
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["success"]


@pytest.mark.parametrize("action", ["", "edit/", "preview/", "submit/", "withdraw/", "delete/"])
def test_the_sheets_of_others_are_answered_with_404(signed_in, action):
    other = make_sheet(title="À une autre")
    for address in (f"/fr/my/sheets/{other.pk}/{action}", f"/fr/my/sheets/999999/{action}"):
        assert signed_in.get(address).status_code == 404
        assert signed_in.post(address, complete_post(revision=other.latest_revision_id)).status_code in (404, 405)
    assert SheetPage.objects.get().draft_title == "À une autre"


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_takes_the_same_statements_however_much_is_in_it(signed_in, author, number, files, statements_of):
    sheet = make_sheet(author, rows=number)
    files(sheet, number)
    signed_in.get(edit(sheet))
    assert statements_of(edit(sheet)) == 28
