"""Journey 1: a member writes an experience sheet, a coordinator reviews it, and visitors find it."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

AMELIE = "amelie.weber@example.org"
JONAS = "jonas.becker@example.org"
CLAIRE = "claire.muller@example.org"

TITLE = "Des cagettes consignées entre quatre maraîchers et une brasserie"
SLUG = "des-cagettes-consignees-entre-quatre-maraichers-et-une-brasserie"
TEXTS = {
    "summary": "Quatre maraîchers et une brasserie se prêtent 1 200 cagettes au lieu d'acheter des cartons.",
    "general_objectives": "Ne plus jeter d'emballage entre le champ et la cuisine.",
    "implementation": "La brasserie lave, le transporteur du marché rapporte.\n\n- lundi : lavage\n- mardi : retour",
    "success_factors": "Un seul modèle de cagette, choisi ensemble.",
    "difficulties": "Personne ne voulait compter les cagettes perdues.",
}
CONTEXT = "Chaque semaine, 600 cartons partaient à la benne du marché-gare."
RESULTS = "Onze tonnes de carton de moins en un an."
COMMENT = "Qui a payé la laveuse ? Ajoutez une ligne sur le financement, et c'est prêt."
FUNDING = "La laveuse (8 400 €) a été payée par la brasserie, remboursée sur deux ans."
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_a_member_writes_a_sheet_a_coordinator_reviews_it_and_visitors_find_it(visit, demo):
    amelie, claire, visitor = visit("fr", AMELIE), visit("fr", CLAIRE), visit("fr")
    old_mails = len(demo.mails(AMELIE)), len(demo.mails(CLAIRE))

    document = _write_a_draft(amelie)
    _submit_it_incomplete_then_complete(amelie)
    _assert_not_found(visitor, amelie.url, document)

    to_claire = demo.mails(CLAIRE)[old_mails[1] :]
    assert [TITLE in mail["Subject"] for mail in to_claire] == [True]
    assert _text(to_claire[0]).startswith("Bonjour Claire")
    _preview_it_and_request_changes(claire, _address(to_claire[0], "/cms/"))

    to_amelie = demo.mails(AMELIE)[old_mails[0] :]
    assert [COMMENT in _text(mail) for mail in to_amelie] == [True]
    _make_the_change_and_resubmit(amelie, _address(to_amelie[0], "/my/sheets/"))
    _assert_not_found(visitor, amelie.url, document)

    to_claire = demo.mails(CLAIRE)[old_mails[1] :]
    assert len(to_claire) == 2
    _approve_it(claire, _address(to_claire[1], "/cms/"))

    to_amelie = demo.mails(AMELIE)[old_mails[0] :]
    assert len(to_amelie) == 2
    assert _address(to_amelie[1], f"/fr/fiches/{SLUG}/")
    amelie.reload()
    expect(amelie.locator("main .pill").first).to_have_class(re.compile(r"\bpill-published\b"))
    _find_and_read_it(visitor, document)


def test_a_german_partner_writes_a_draft_in_the_german_interface(visit):
    jonas = visit("de", JONAS)
    jonas.goto("/de/my/sheets/new/")
    expect(jonas.locator("html")).to_have_attribute("lang", "de")
    expect(jonas.locator("select[name=language]")).to_have_value("de")
    jonas.locator("[name=title]").fill("Restwärme der Verzinkerei für die Trocknung von Hackschnitzeln")
    jonas.locator("[name=context]").fill("Bis 2024 ging die Wärme der Öfen übers Dach.")
    jonas.locator("button[name=intent][value=save]").click()
    jonas.wait_for_url(re.compile(r"/de/my/sheets/\d+/edit/$"))
    jonas.goto(jonas.url.replace("/edit/", "/preview/"))
    expect(jonas.locator("link[rel=canonical]")).to_have_attribute("href", re.compile("/de/"))
    expect(jonas.locator("main article h1")).not_to_have_attribute("lang", re.compile("."))
    jonas.goto("/fr/my/sheets/")
    expect(jonas.locator("main h3[lang=de]").first).to_have_text(re.compile("Restwärme"))


def _write_a_draft(amelie) -> str:
    """Create a draft, starting from the list of own sheets; return the address of its document."""
    amelie.goto("/fr/")
    amelie.locator("details.account summary").click()
    amelie.locator("details.account a[href$='/my/sheets/']").click()
    amelie.locator("main a[href$='/my/sheets/new/']").first.click()
    amelie.locator("[name=title]").fill(TITLE)
    for name, text in TEXTS.items():
        amelie.locator(f"[name={name}]").fill(text)
    amelie.locator("[name=photos-0-file]").set_input_files(
        {"name": "cagettes.png", "mimeType": "image/png", "buffer": _photo()}
    )
    amelie.locator("[name=photos-0-description]").fill("Une pile de cagettes vertes devant la laveuse.")
    amelie.locator("[name=photos-0-credit]").fill("Amélie Weber")
    amelie.locator("[name=documents-0-file]").set_input_files(
        {"name": "convention de prêt.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    amelie.locator("[name=documents-0-title]").fill("Convention de prêt des cagettes")
    amelie.locator("button[name=intent][value=save]").click()
    amelie.wait_for_url(re.compile(r"/fr/my/sheets/\d+/edit/$"))
    expect(amelie.locator(".message-success")).to_be_visible()
    expect(amelie.locator("img.kept-photo")).to_have_js_property("complete", True)
    return amelie.locator(".row-with-file a[href*='/documents/']").get_attribute("href")


def _submit_it_incomplete_then_complete(amelie) -> None:
    amelie.goto("/fr/agenda/")
    amelie.goto("/fr/my/sheets/")
    amelie.get_by_role("link", name=TITLE).click()
    expect(amelie.locator("main .pill").first).to_have_class(re.compile(r"\bpill-draft\b"))
    amelie.locator("main .actions a[href$='/edit/']").click()
    amelie.locator("[name=quantified_results]").fill(RESULTS)
    amelie.locator("button[name=intent][value=submit]").click()

    missing = amelie.locator(".form-errors .error-links a")
    expect(missing).to_have_count(3)
    assert [link.get_attribute("href") for link in missing.all()] == ["#id_territories", "#id_context", "#id_themes"]
    expect(amelie.locator("[name=quantified_results]")).to_have_value(RESULTS)
    for name, text in TEXTS.items():
        expect(amelie.locator(f"[name={name}]")).to_have_value(text)
    expect(amelie.locator("img.kept-photo")).to_have_count(1)
    expect(amelie.locator("[name=documents-0-title]")).to_have_value("Convention de prêt des cagettes")

    missing.nth(1).click()
    expect(amelie.locator("#id_context")).to_be_focused()
    amelie.keyboard.type(CONTEXT)
    amelie.locator("#id_territories").get_by_label("Eurométropole de Strasbourg", exact=True).check()
    amelie.locator("#id_themes").get_by_label("Plastiques et emballages", exact=True).check()
    amelie.locator("button[name=intent][value=submit]").click()
    amelie.wait_for_url(re.compile(r"/fr/my/sheets/\d+/(#.*)?$"))
    expect(amelie.locator("main .pill").first).to_have_class(re.compile(r"\bpill-submitted\b"))


def _assert_not_found(visitor, address: str, document: str) -> None:
    """Assert that a visitor neither finds nor reads the unpublished sheet."""
    assert visitor.goto(f"/fr/fiches/{SLUG}/").status == 404
    assert visitor.request.get(document).status in (403, 404)
    assert "/accounts/login/" in visitor.goto(address).url
    for place in ("/fr/fiches/?q=cagettes", "/fr/search/?q=cagettes", "/fr/feeds/sheets.atom?q=cagettes"):
        assert "cagettes consign" not in visitor.request.get(place).text()


def _preview_it_and_request_changes(claire, address: str) -> None:
    claire.goto(address)
    claire.locator("[data-side-panel-toggle=preview]").click()
    preview = claire.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_have_text(TITLE)
    expect(preview.locator("main")).to_contain_text(CONTEXT)
    claire.locator("[data-side-panel-toggle=preview]").click()
    _decide(claire, "reject", COMMENT)


def _approve_it(claire, address: str) -> None:
    claire.goto(address)
    expect(claire.locator("[name=financial_means]")).to_have_value(FUNDING)
    _decide(claire, "approve")


def _decide(claire, action: str, comment: str = "") -> None:
    """Choose a workflow action in Wagtail's menu at the bottom of the page."""
    claire.locator("footer [data-w-dropdown-target=toggle]").click()
    claire.locator(f"[data-workflow-action-name={action}]").first.click()
    if comment:
        claire.locator(".modal textarea[name=comment]").fill(comment)
        claire.locator(".modal button[type=submit]").click()
    claire.wait_for_url(re.compile(r"/cms/(pages/\d+/)?$"))


def _make_the_change_and_resubmit(amelie, address: str) -> None:
    amelie.goto(address)
    expect(amelie.locator("main .pill").first).to_have_class(re.compile(r"\bpill-changes-requested\b"))
    expect(amelie.locator("main blockquote").first).to_have_text(COMMENT)
    amelie.locator("main .actions a[href$='/edit/']").click()
    amelie.locator("[name=financial_means]").fill(FUNDING)
    amelie.locator("button[name=intent][value=submit]").click()
    amelie.wait_for_url(re.compile(r"/fr/my/sheets/\d+/(#.*)?$"))
    expect(amelie.locator("main .pill").first).to_have_class(re.compile(r"\bpill-submitted\b"))


def _find_and_read_it(visitor, document: str) -> None:
    visitor.goto("/fr/")
    visitor.locator("#site-search").fill("cagettes consignées")
    visitor.locator("#site-search").press("Enter")
    expect(visitor.locator("main .cards").get_by_role("link", name=TITLE)).to_be_visible()

    visitor.goto("/fr/fiches/")
    visitor.locator("select[name=theme]").select_option("plastics-and-packaging")
    visitor.locator("select[name=territory]").select_option("eurometropole-de-strasbourg")
    visitor.locator(".filters button[type=submit]").click()
    visitor.locator("main .cards").get_by_role("link", name=TITLE).click()
    assert visitor.url.endswith(f"/fr/fiches/{SLUG}/")
    for text in (CONTEXT, RESULTS, FUNDING):
        expect(visitor.locator("main .prose")).to_contain_text(text)
    expect(visitor.locator(".gallery img")).to_have_attribute("alt", "Une pile de cagettes vertes devant la laveuse.")
    assert visitor.request.get(visitor.locator(".gallery img").get_attribute("src")).ok
    assert visitor.request.get(document).body() == PDF

    visitor.goto(f"/de/{_section(visitor, 'de')}/{SLUG}/")
    expect(visitor.locator("html")).to_have_attribute("lang", "de")
    expect(visitor.locator("main h1")).to_have_attribute("lang", "fr")
    expect(visitor.locator("main .prose")).to_have_attribute("lang", "fr")
    expect(visitor.locator("main .notice")).to_be_visible()
    expect(visitor.locator("link[rel=canonical]")).to_have_attribute("href", re.compile(f"/fr/fiches/{SLUG}/$"))


def _section(page, language: str) -> str:
    """Return the slug of the list of sheets in another language, from the language menu."""
    return page.locator(f".languages a[hreflang={language}]").get_attribute("href").strip("/").split("/")[1]


def _photo() -> bytes:
    file = BytesIO()
    Image.new("RGB", (900, 600), (80, 130, 70)).save(file, "PNG")
    return file.getvalue()


def _text(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def _address(mail, part: str) -> str:
    """Return the address in a mail that contains `part`."""
    return next(word for word in _text(mail).split() if part in word and word.startswith("http"))
