import pytest

from experiences.sheets.actions import request_sheet_changes, save_sheet_draft, submit_sheet
from experiences.sheets.models import SheetPage
from tests.factories.sheets import make_published_sheet, make_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def buttons(response) -> set[str]:
    """Return the actions that the page offers."""
    context = response.context
    return {name for name in ("edit", "submit", "withdraw", "delete", "review") if context[f"can_{name}"]}


def test_an_empty_list_links_to_the_form_for_a_new_sheet(signed_in):
    html = signed_in.get("/fr/my/sheets/").content.decode()
    assert html.count('href="/fr/my/sheets/new/"') == 1


def test_the_list_has_each_own_sheet_with_its_status_last_edited_first(signed_in, author, coordinator):
    make_published_sheet(author, coordinator, title="Publiée")
    submit_sheet(author, make_sheet(author, title="Envoyée"))
    draft = make_sheet(author, title="Brouillon")
    make_sheet(title="D'une autre")
    save_sheet_draft(author, draft)
    sheets = signed_in.get("/fr/my/sheets/").context["sheets"]
    assert [(sheet.draft_title, sheet.status) for sheet in sheets] == [
        ("Brouillon", "draft"),
        ("Envoyée", "submitted"),
        ("Publiée", "published"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_statements_however_long_it_is(signed_in, author, number, statements_of):
    for position in range(number):
        submit_sheet(author, make_sheet(author, title=f"Fiche {position}"))
    assert statements_of("/fr/my/sheets/") == 8


def test_the_list_has_numbered_pages(signed_in, author):
    sheet = make_sheet(author)
    for number in range(20):
        SheetPage.objects.get(pk=sheet.pk).copy(update_attrs={"slug": f"copie-{number}"}, keep_live=False)
    pages = [signed_in.get(f"/fr/my/sheets/?page={number}").context["sheets"] for number in (1, 2)]
    assert [len(page) for page in pages] == [20, 1]


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "99999999999999999999", "%00"])
def test_a_page_number_that_does_not_exist_is_a_client_error(signed_in, page):
    assert signed_in.get(f"/fr/my/sheets/?page={page}").status_code in (400, 404)


def test_the_page_of_a_draft_says_what_is_missing_and_where(signed_in, author):
    sheet = make_sheet(author, summary="")
    response = signed_in.get(f"/fr/my/sheets/{sheet.pk}/")
    assert list(response.context["missing"]) == ["summary"]
    assert f'href="/fr/my/sheets/{sheet.pk}/edit/#id_summary"' in response.content.decode()
    assert f'action="/fr/my/sheets/{sheet.pk}/submit/"' not in response.content.decode()


def test_the_page_shows_the_coordinators_comment_as_text(signed_in, author, coordinator):
    sheet = make_sheet(author)
    submit_sheet(author, sheet)
    request_sheet_changes(coordinator, sheet, "Qui a payé <b>la conduite</b> ?")
    html = signed_in.get(f"/fr/my/sheets/{sheet.pk}/").content.decode()
    assert "Qui a payé &lt;b&gt;la conduite&lt;/b&gt; ?" in html
    assert "Claire Müller" in html


def test_the_page_offers_the_actions_that_are_possible_now(client, author, coordinator):
    client.force_login(author)
    sheet = make_sheet(author)
    address = f"/fr/my/sheets/{sheet.pk}/"
    assert buttons(client.get(address)) == {"edit", "submit", "delete"}
    submit_sheet(author, sheet)
    assert buttons(client.get(address)) == {"withdraw"}
    client.force_login(coordinator)
    assert buttons(client.get(address)) == {"review"}


def test_a_sheet_in_another_language_says_so(signed_in, author):
    sheet = make_sheet(author, language="de", title="Abwärme aus Kehl")
    html = signed_in.get(f"/fr/my/sheets/{sheet.pk}/").content.decode()
    assert '<h1 lang="de">Abwärme aus Kehl</h1>' in html


@pytest.mark.parametrize("page", ["", "preview/"])
@pytest.mark.parametrize("number", [1, 3])
def test_a_sheet_takes_the_same_statements_however_much_is_in_it(signed_in, author, number, page, files, statements_of):
    sheet = make_sheet(author, rows=number)
    files(sheet, number)
    assert statements_of(f"/fr/my/sheets/{sheet.pk}/{page}") == {"": 28, "preview/": 26}[page]


def test_the_preview_shows_the_draft_and_not_what_is_published(signed_in, author):
    sheet = make_published_sheet(author)
    sheet.context = "Une suite."
    save_sheet_draft(author, sheet)
    assert "Une suite." in signed_in.get(f"/fr/my/sheets/{sheet.pk}/preview/").content.decode()
    assert "Une suite." not in signed_in.get(sheet.get_absolute_url()).content.decode()


def test_a_sheet_is_submitted_and_withdrawn_with_the_buttons(signed_in, author):
    sheet = make_sheet(author)
    signed_in.post(f"/fr/my/sheets/{sheet.pk}/submit/")
    assert SheetPage.objects.get().status == "submitted"
    signed_in.post(f"/fr/my/sheets/{sheet.pk}/withdraw/")
    assert SheetPage.objects.get().status == "draft"


def test_submitting_an_incomplete_sheet_leads_to_its_form(signed_in, author):
    sheet = make_sheet(author, summary="")
    assert signed_in.post(f"/fr/my/sheets/{sheet.pk}/submit/").url == f"/fr/my/sheets/{sheet.pk}/edit/"
    assert SheetPage.objects.get().status == "draft"


def test_a_button_pressed_too_late_redirects_to_the_status_page(signed_in, author):
    sheet = make_published_sheet(author)
    for action in ("submit", "withdraw", "delete"):
        response = signed_in.post(f"/fr/my/sheets/{sheet.pk}/{action}/")
        assert (response.status_code, response.url) == (302, f"/fr/my/sheets/{sheet.pk}/")
    assert SheetPage.objects.get().status == "published"


@pytest.mark.parametrize("action", ["submit", "withdraw"])
def test_a_get_request_to_an_action_changes_nothing(signed_in, author, action):
    sheet = make_sheet(author)
    assert signed_in.get(f"/fr/my/sheets/{sheet.pk}/{action}/").url == f"/fr/my/sheets/{sheet.pk}/"
    assert SheetPage.objects.get().status == "draft"


def test_a_draft_is_deleted_after_a_confirmation(signed_in, author):
    sheet = make_sheet(author)
    assert signed_in.get(f"/fr/my/sheets/{sheet.pk}/delete/").status_code == 200
    assert SheetPage.objects.count() == 1
    assert signed_in.post(f"/fr/my/sheets/{sheet.pk}/delete/").url == "/fr/my/sheets/"
    assert SheetPage.objects.count() == 0
