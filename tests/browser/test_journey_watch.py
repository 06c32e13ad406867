"""Journey 2: an editor publishes a watch note, which is in lists and feeds with the next request."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EVA = "eva.lambert@example.org"
FEED = "/fr/feeds/watch.atom?theme=regulation"
OTHER_FEED = "/fr/feeds/watch.atom?theme=wood-and-paper"
ATOM = "{http://www.w3.org/2005/Atom}"
NOTE = {
    "title": "Fin du statut de déchet : ce que change l'arrêté sur les granulats recyclés",
    "source": "Journal officiel de la République française",
    "source_url": "https://example.org/journal-officiel/granulats",
    "source_date": "2026-09-14",
    "summary": "L'arrêté fixe les essais qui font d'un gravat concassé un produit.",
    "why_it_matters": "Trois démarches du réseau attendent ce texte pour signer avec les communes.",
}
SLUG = "fin-du-statut-de-déchet-ce-que-change-larrêté-sur-les-granulats-recyclés"
BODY = "Les essais portent sur le lot entier et non sur l'échantillon."
LATER = {**NOTE, "title": "Consultation sur la chaleur fatale : réponses attendues avant l'été"}


def test_a_published_watch_note_is_at_once_in_the_list_and_the_feed_of_its_theme(visit):
    eva, reader = visit("fr", EVA), visit("fr")
    before = reader.request.get(FEED)
    assert NOTE["title"] not in _titles(before)

    _start_a_note(eva)
    _fill_in(eva, NOTE)
    _preview(eva)
    reader.goto("/fr/veille/")
    expect(reader.get_by_role("link", name=NOTE["title"])).to_have_count(0)
    _publish(eva)

    after = reader.request.get(FEED, headers={"If-None-Match": before.headers["etag"]})
    assert after.status == 200
    assert _titles(after)[0] == NOTE["title"]
    assert set(_titles(after)) >= set(_titles(before)[:-1])
    assert reader.request.get(FEED, headers={"If-None-Match": after.headers["etag"]}).status == 304
    assert NOTE["title"] not in _titles(reader.request.get(OTHER_FEED))
    _read_it(reader)


def test_a_scheduled_note_is_not_public_before_its_date(visit):
    eva, reader = visit("fr", EVA), visit("fr")
    _start_a_note(eva)
    _fill_in(eva, LATER)
    go_live = datetime.now() + timedelta(days=30)  # noqa: DTZ005 - the editor's clock, as a form takes it
    eva.locator("[data-side-panel-toggle=status]").click()
    eva.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").click()
    eva.locator("[name=go_live_at]").fill(f"{go_live:%Y-%m-%d %H:%M}")
    calendar = eva.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    eva.locator("#schedule-publishing-dialog h2").click()
    expect(calendar).to_have_count(0)
    eva.locator("#schedule-publishing-dialog button.action-save").click()
    eva.wait_for_url(re.compile(r"/cms/pages/\d+/edit/$"))
    _publish(eva)

    for place in ("/fr/veille/", "/fr/veille/?theme=regulation", "/fr/search/?q=chaleur+fatale", FEED):
        assert LATER["title"].split(" :")[0] not in reader.request.get(place).text()
    eva.locator("main tr").filter(has_text=LATER["title"]).locator(".title-wrapper a").click()
    expect(eva.locator("[name=title]")).to_have_value(LATER["title"])
    expect(eva.locator("[name=go_live_at]")).to_have_value(f"{go_live:%Y-%m-%d %H:%M}")


def _start_a_note(eva) -> None:
    """Open an empty note from the page tree of the CMS."""
    eva.goto("/fr/")
    eva.locator("details.account summary").click()
    eva.locator("details.account a[href='/cms/']").click()
    eva.goto("/cms/pages/")
    for row in ("Français", "Veille"):
        eva.locator("main tr").filter(has_text=row).locator("td.children a").click()
    eva.locator("header a[href*='/add_subpage/']").first.click()
    eva.wait_for_url(re.compile("/add/watch/watchnotepage/"))


def _fill_in(eva, note: dict) -> None:
    for name, text in note.items():
        eva.locator(f"[name={name}]").fill(text)
    eva.keyboard.press("Tab")
    eva.locator("#id_territories").get_by_label("France", exact=True).check()
    eva.locator("#id_territories").get_by_label("Grand Est", exact=True).check()
    eva.locator("#id_themes").get_by_label("Réglementation", exact=True).check()
    eva.locator("#panel-child-content-body-section, [data-contentpath=body]").locator(".c-sf-add-button").first.click()
    eva.locator("[role=option]").filter(has=eva.locator(".icon-pilcrow")).click()
    eva.locator("[data-contentpath=body] [contenteditable=true]").click()
    eva.keyboard.type(BODY)


def _preview(eva) -> None:
    eva.locator("[data-side-panel-toggle=preview]").click()
    preview = eva.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_have_text(NOTE["title"])
    expect(preview.locator("main .prose")).to_contain_text(NOTE["why_it_matters"])
    expect(preview.locator("main .prose")).to_contain_text(BODY)
    eva.locator("[data-side-panel-toggle=preview]").click()


def _publish(eva) -> None:
    """Publish, or schedule: Wagtail uses the same button for both."""
    eva.locator("footer [data-w-dropdown-target=toggle]").click()
    eva.locator("button[name=action-publish]").click()
    eva.wait_for_url(re.compile(r"/cms/pages/\d+/$"))


def _read_it(reader) -> None:
    reader.goto("/fr/veille/?theme=regulation&territory=grand-est")
    reader.get_by_role("link", name=NOTE["title"]).click()
    expect(reader.locator("main h1")).to_have_text(NOTE["title"])
    expect(reader.locator("main")).to_contain_text(NOTE["summary"])
    expect(reader.locator("main .prose")).to_contain_text(NOTE["why_it_matters"])
    expect(reader.locator("main .prose")).to_contain_text(BODY)
    expect(reader.locator(f"main a[href='{NOTE['source_url']}']").first).to_be_visible()
    expect(reader.locator("main aside")).to_contain_text("14 septembre 2026")
    expect(reader.locator("main aside")).to_contain_text("Grand Est")


def _titles(response) -> list[str]:
    assert response.ok
    feed = ElementTree.fromstring(response.body())  # noqa: S314 - our own feed
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
