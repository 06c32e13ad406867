"""A form submitted after the session has ended is restored after signing in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser

AMELIE = "amelie.weber@example.org"


@pytest.mark.parametrize("lost", ["sessionid", None], ids=["the session", "every cookie"])
def test_a_form_is_restored_after_signing_in_and_submitted_with_one_button(visit, axe, lost):
    page = visit("fr", AMELIE)
    page.goto("/fr/my/sheets/new/")
    page.locator("[name=title]").fill("Une fiche entre deux sessions")
    page.locator("[name=difficulties]").fill("La première ligne.\n\nLa deuxième.")
    page.locator("[name=documents-0-file]").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n"}
    )
    page.context.clear_cookies(**({"name": lost} if lost else {}))
    page.locator("button[name=intent][value=save]").click()
    page.wait_for_url(re.compile("/fr/accounts/login/"))
    axe(page)
    page.locator("input[name=login]").fill(AMELIE)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/fr/my/unsent/")
    expect(page.locator("main")).to_contain_text("La deuxième.")
    expect(page.locator("main")).to_contain_text("plan.pdf")
    axe(page)
    page.locator("main form[action$='/sheets/new/'] button:not([form])").click()
    page.wait_for_url(re.compile(r"/fr/my/sheets/\d+/edit/$"))
    expect(page.locator("[name=title]")).to_have_value("Une fiche entre deux sessions")
    expect(page.locator("[name=difficulties]")).to_have_value("La première ligne.\n\nLa deuxième.")
