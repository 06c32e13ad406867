"""Accessibility of pages: axe, both colour schemes, keyboard use, small screens, and browsers without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, overflowing_elements

pytestmark = pytest.mark.browser

AMELIE = "amelie.weber@example.org"
CLAIRE = "claire.muller@example.org"
FIRST_ENTRY = "main .cards h3 a, main .place-list a, main .album a"
LISTS = (
    *("/fr/fiches/", "/fr/demarches/", "/fr/agenda/", "/fr/actualites/", "/fr/veille/", "/fr/outils/"),
    *("/fr/mediatheque/", "/fr/annuaire/", "/fr/annuaire/?who=people", "/fr/territoires/"),
    *("/fr/echanges/", "/de/austausch/", "/fr/boards/energie/", "/fr/boards/services-partages/"),
    *("/de/erfahrungen/", "/de/termine/", "/de/beobachtungen/", "/de/verzeichnis/", "/de/verzeichnis/?who=people"),
)
# Address: expected status.
PUBLIC = {
    "/fr/": 200,
    "/de/": 200,
    "/fr/agenda/?view=month": 200,
    "/de/termine/?view=month&theme=energy": 200,
    "/fr/annuaire/?view=map": 200,
    "/de/verzeichnis/?view=map&who=people": 200,
    "/fr/fiches/?theme=energy&territory=grand-est&page=1": 200,
    "/fr/fiches/?q=introuvable": 200,
    "/fr/agenda/?from=demain": 400,
    "/fr/search/": 200,
    "/fr/search/?q=chaleur": 200,
    "/de/search/?q=chaleur": 200,
    "/fr/search/?q=introuvable": 200,
    "/fr/accounts/login/": 200,
    "/de/accounts/login/": 200,
    "/fr/accounts/password/reset/": 200,
    "/fr/rejoindre/": 200,
    "/fr/join/": 200,
    "/de/join/": 200,
    "/fr/join/thanks/": 200,
    "/fr/invitations/coupe/": 404,
    "/fr/accessibilite/": 200,
    "/fr/echanges/?q=chaleur": 200,
    "/fr/echanges/?q=introuvable": 200,
    "/fr/boards/annonces-du-reseau/?standing=unanswered": 200,
    "/fr/boards/animer-financer/": 404,
    "/fr/report/thanks/": 200,
    "/fr/unsubscribe/coupe/": 404,
    "/fr/cette-page-n-existe-pas/": 404,
    "/de/diese-seite-gibt-es-nicht/": 404,
}
MEMBERS_ONLY = (
    *("/fr/my/sheets/", "/fr/my/sheets/new/", "/de/my/sheets/new/", "/fr/my/profile/", "/fr/my/proposals/"),
    *("/fr/echanges/", "/fr/boards/preparation-bourse-aux-flux/", "/fr/discussions/new/", "/de/discussions/new/"),
    *("/fr/my/follows/", "/fr/my/follows/?kind=list", "/fr/my/notifications/", "/fr/my/notifications/settings/"),
)
COORDINATORS_ONLY = (
    "/fr/my/join-requests/",
    "/de/my/join-requests/1/",
    "/fr/my/invitations/",
    "/de/my/invitations/new/",
    "/fr/my/moderation/",
    "/de/my/moderation/?standing=decided",
    "/fr/my/moderation/complaints/",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_accessible(visit, inspect, address):
    page = visit(address[1:3])
    assert page.goto(address).status == PUBLIC[address]
    expect(page.locator("html")).to_have_attribute("lang", address[1:3])
    inspect(page)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_and_its_first_entry_are_accessible(visit, inspect, address):
    page = visit(address[1:3])
    page.goto(address)
    inspect(page)
    page.locator(FIRST_ENTRY).first.click()
    page.wait_for_url(lambda url: not url.endswith(address))
    inspect(page)


@pytest.mark.parametrize("address", MEMBERS_ONLY)
def test_a_page_for_members_is_accessible(visit, inspect, address):
    page = visit(address[1:3], AMELIE)
    assert page.goto(address).status == 200
    inspect(page)


@pytest.mark.parametrize("address", COORDINATORS_ONLY)
def test_a_page_for_coordinators_is_accessible(visit, inspect, address):
    page = visit(address[1:3], CLAIRE)
    assert page.goto(address).status == 200
    inspect(page)


def test_the_by_product_section_opens_without_script(visit):
    page = visit("fr", java_script_enabled=False, viewport=WIDTHS["phone"])
    page.goto("/fr/join/")
    expect(page.locator("[name=by_product]")).not_to_be_visible()
    page.locator("details.form-section summary").click()
    page.locator("[name=by_product]").fill("Drêches")
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("[name=by_product]")).to_be_visible()
    expect(page.locator("[name=by_product]")).to_have_value("Drêches")
    expect(page.locator(".error-links a")).to_have_count(4)


def test_a_form_with_errors_is_accessible(visit, inspect):
    page = visit("fr", AMELIE)
    page.goto("/fr/my/sheets/new/")
    page.locator("[name=photos-0-file]").set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    page.locator("[name=cost_eur]").fill("beaucoup")
    page.locator("button[name=intent][value=submit]").click()
    expect(page.locator(".form-errors")).to_be_focused()
    expect(page.locator(".error-links a")).not_to_have_count(0)
    expect(page.locator("[name=cost_eur]")).to_have_value("beaucoup")
    inspect(page)
    for link in page.locator(".error-links a").all():
        expect(page.locator(link.get_attribute("href"))).to_have_count(1)


def test_a_sheet_and_its_preview_are_accessible_to_the_author(visit, inspect):
    page = visit("fr", AMELIE)
    page.goto("/fr/my/sheets/")
    page.locator("main .cards h3 a").first.click()
    page.wait_for_url(re.compile(r"/my/sheets/\d+/"))
    inspect(page)
    page.locator("main a[href$='/preview/']").click()
    page.wait_for_url(re.compile("/preview/$"))
    inspect(page)


@pytest.mark.parametrize("address", ["/fr/", "/fr/fiches/", "/de/termine/?view=month", "/fr/accounts/login/"])
def test_the_skip_link_moves_the_focus_past_the_menu(visit, address):
    page = visit(address[1:3])
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_the_menu_of_a_phone_opens_and_closes_from_the_keyboard(visit):
    page = visit("fr", AMELIE, viewport=WIDTHS["phone"])
    page.goto("/fr/")
    menu = page.locator("#site-menu")
    expect(menu).not_to_be_visible()
    page.locator(".site-bar > .menu-button").press("Enter")
    expect(menu).to_be_visible()
    assert overflowing_elements(page) == []
    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()


@pytest.mark.parametrize("address", [*LISTS, *PUBLIC])
def test_a_page_needs_no_script(visit, address):
    page = visit(address[1:3], java_script_enabled=False)
    assert page.goto(address).status == PUBLIC.get(address, 200)
    expect(page.locator("main h1")).to_have_count(1)
    expect(page.locator("main h1")).to_be_visible()


def test_lists_are_filtered_without_script_on_a_phone(visit):
    page = visit("fr", java_script_enabled=False, viewport=WIDTHS["phone"])
    page.goto("/fr/fiches/")
    page.locator(".filters summary").click()
    page.locator("select[name=theme]").select_option("water")
    page.locator(".filters button[type=submit]").click()
    page.wait_for_url(re.compile("theme=water"))
    expect(page.locator(".chips .chip")).to_have_count(1)
    page.locator(".site-bar > .menu-button").click()
    page.locator("#site-menu .site-nav a").first.click()
    page.wait_for_url("**/fr/fiches/")


def test_a_sheet_is_written_without_script(visit):
    page = visit("fr", AMELIE, java_script_enabled=False)
    page.goto("/fr/my/sheets/new/")
    page.locator("[name=title]").fill("Un brouillon sans script")
    page.locator("[name=steps-0-text]").fill("Première rencontre")
    page.locator("button[name=intent][value=save]").click()
    page.wait_for_url(re.compile(r"/fr/my/sheets/\d+/edit/$"))
    expect(page.locator("[name=steps-0-text]")).to_have_value("Première rencontre")
    page.locator("[name=steps-1-text]").fill("Deuxième rencontre")
    page.locator("button[name=intent][value=submit]").click()
    expect(page.locator(".error-links a")).not_to_have_count(0)
    expect(page.locator("[name=steps-1-text]")).to_have_value("Deuxième rencontre")
