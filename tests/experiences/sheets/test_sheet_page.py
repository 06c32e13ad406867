import re
from decimal import Decimal

import pytest

from experiences.sheets.models import SheetExchange, SheetMeasure, SheetPage
from tests.factories.people import MemberFactory
from tests.factories.sheets import make_published_sheet, make_sheet
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from website.topics.models import Resource

pytestmark = pytest.mark.django_db


def main_of(response) -> str:
    html = response.content.decode()
    return re.search(r"<main.*</main>", html, re.DOTALL).group()


def cells(response, table) -> list[str]:
    body = re.search(rf'<caption id="{table}">.*?<tbody>(.*?)</tbody>', response.content.decode(), re.DOTALL).group(1)
    return [" ".join(cell.split()) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", body, re.DOTALL)]


def plain(text: str) -> str:
    """Replace narrow and no-break spaces by ordinary ones."""
    return re.sub(r"\s", " ", text)


def published(author=None, **changes):
    """Create a published sheet with these rows and fields."""
    rows = {name: value for name, value in changes.items() if isinstance(value, list)}
    sheet = make_published_sheet(author, **{name: value for name, value in changes.items() if name not in rows})
    for name, value in rows.items():
        setattr(sheet, name, value)
    sheet.save_revision().publish()
    return SheetPage.objects.get(pk=sheet.pk)


def test_readers_do_not_find_a_draft(site, client):
    sheet = make_sheet()
    for address in ("/fr/fiches/chaleur-dune-fonderie/", "/de/erfahrungen/chaleur-dune-fonderie/"):
        assert client.get(address).status_code == 404
    assert client.get("/fr/fiches/").context["bound"].count == 0
    assert sheet.title not in client.get("/fr/feeds/sheets.json").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_three_statements_however_much_is_in_it(site, client, number, files, statements_of):
    sheet = make_sheet(rows=number)
    files(sheet, number)
    SheetPage.objects.get().latest_revision.publish()
    assert statements_of("/fr/fiches/chaleur-dune-fonderie/") == 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_first_rendering_takes_a_fixed_number_of_statements(author, client, number, files):
    sheet = make_sheet(author, rows=number)
    files(sheet, number)
    client.force_login(author)
    client.get(f"/fr/my/sheets/{sheet.pk}/preview/")
    client.logout()
    SheetPage.objects.get().latest_revision.publish()
    client.get("/fr/fiches/")
    with statements("sheets: a sheet, first"):
        client.get("/fr/fiches/chaleur-dune-fonderie/")


def test_markdown_is_rendered_without_scripts_and_images(site, client):
    text = (
        "**gras** <script>alert(1)</script> <img src=x onerror=alert(1)>\n\n"
        "[ici](javascript:alert(1)) [là](https://example.org)"
    )
    html = main_of(client.get(published(context=text).get_absolute_url()))
    assert "<strong>gras</strong>" in html
    assert '<a href="https://example.org" rel="noopener nofollow">là</a>' in html
    assert re.findall(r"<script|<img|href=.javascript|<[^>]+onerror", html) == []


def test_a_title_is_escaped(site, client):
    sheet = make_published_sheet(title="<script>alert(1)</script>")
    html = main_of(client.get(sheet.get_absolute_url()))
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>" in html.replace("<h1 >", "<h1>")
    assert "<script" not in html


def test_figures_are_shown_as_entered_and_in_the_common_unit(site, client):
    measure = SheetMeasure(
        indicator="energy-saved",
        value=Decimal(6840),
        unit="GJ",
        evidence="measured",
        method="Compteur de chaleur",
        factor_source="Base Empreinte",
        factor_year=2021,
        territory=TerritoryFactory(name_fr="Ardennes"),
    )
    response = client.get(published(measures=[measure]).get_absolute_url())
    _indicator, entered, common, _evidence, method, place = cells(response, "measures")
    assert [plain(text)[:8] for text in (entered, common)] == ["6 840 GJ", "1 900 MW"]
    assert (method[:19], "Base Empreinte 2021" in method, place) == ("Compteur de chaleur", True, "Ardennes")


def test_exchanges_are_shown_with_their_code(site, client):
    exchange = SheetExchange(
        description="Palettes",
        resource=Resource.objects.get(code="15 01 03"),
        quantity=Decimal("1250.5"),
        unit="t",
        period="once",
        supplier="Papeterie",
        receiver="Menuiserie",
    )
    response = client.get(published(exchanges=[exchange]).get_absolute_url())
    what, amount, giver, receiver, code = cells(response, "exchanges")
    assert (what, giver, receiver, code[:8]) == ("Palettes", "Papeterie", "Menuiserie", "15 01 03")
    assert plain(amount) == "1 250,5 t"


def test_the_author_is_linked_only_for_readers_who_may_see_her_in_the_directory(client, author, stranger):
    member = MemberFactory(user=author, visibility="members", slug="amelie-weber")
    address = make_published_sheet(author).get_absolute_url()
    assert [member.get_absolute_url() in main_of(client.get(address)) for _time in range(2)] == [False, False]
    client.force_login(stranger)
    assert member.get_absolute_url() in main_of(client.get(address))
    client.logout()
    assert member.get_absolute_url() not in main_of(client.get(address))
    assert author.email not in client.get(address).content.decode()


def test_a_name_that_changes_is_shown_on_the_next_request(site, client):
    organisation = OrganisationFactory(name="Papeterie du Ried")
    address = make_published_sheet(organisation=organisation).get_absolute_url()
    assert ["Papeterie du Ried" in main_of(client.get(where)) for where in (address, "/fr/fiches/")] == [True, True]
    organisation.name = "Papeteries réunies"
    organisation.save()
    assert ["Papeteries réunies" in main_of(client.get(where)) for where in (address, "/fr/fiches/")] == [True, True]


def test_a_new_version_is_shown_on_the_next_request(site, client):
    sheet = make_published_sheet()
    assert "Huit GWh" in main_of(client.get(sheet.get_absolute_url()))
    sheet.context = "Neuf GWh partaient dans l'air."
    sheet.save_revision().publish()
    assert "Neuf GWh" in main_of(client.get(sheet.get_absolute_url()))


def test_a_german_sheet_in_the_french_interface_keeps_french_headings(site, client):
    make_published_sheet(language="de", title="Abwärme aus Kehl", context="Acht Gigawattstunden.")
    html = main_of(client.get("/fr/fiches/abwarme-aus-kehl/"))
    assert '<div class="prose" lang="de">' in html
    assert set(re.findall(r'<h2 lang="(\w\w)">', html)) == {"fr"}


def test_the_cached_page_of_one_language_is_not_shown_in_another(site, client):
    make_published_sheet(language="de", title="Abwärme aus Kehl")
    for address in ("/fr/fiches/abwarme-aus-kehl/", "/de/erfahrungen/abwarme-aus-kehl/"):
        client.get(address)
    assert '<div class="prose" lang="de">' not in main_of(client.get("/de/erfahrungen/abwarme-aus-kehl/"))
