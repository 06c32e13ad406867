"""The content security policy blocks injected content and lets the site and the CMS work."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import watched

pytestmark = pytest.mark.browser

CLAIRE = "claire.muller@example.org"
EVA = "eva.lambert@example.org"
CMS = (
    *("/cms/", "/cms/pages/", "/cms/images/", "/cms/documents/", "/cms/reports/site-history/", "/cms/account/"),
    *("/cms/images/add/", "/cms/documents/multiple/add/", "/cms/snippets/topics/organisation/"),
    *("/cms/snippets/topics/organisation/add/", "/cms/pages/usage/news/newspage/"),
)
HOSTILE = {
    "a third party's picture": '<img src="https://tracker.example.com/x.png">',
    "a script without its nonce": '<script src="/static/js/site.js"></script>',
    "a script in the page": "<script>document.title = 'taken'</script>",
    "a handler": '<img src="/nothing.png" onerror="document.title = \'taken\'">',
    "a style in the page": '<p style="color: red">x</p>',
    "a frame": '<iframe src="/fr/agenda/"></iframe>',
    "an old plug-in": '<object data="/fr/agenda/"></object>',
    "another base": '<base href="https://evil.example.com/">',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_forbidden_content_is_blocked_and_reported(chromium, demo, name):
    """The fixture `visit` would report each of these on a page."""
    faults = []
    with chromium.new_context(base_url=demo.url) as context:
        page = watched(context, demo.url, faults)

        def inject(route):
            response = route.fetch()
            route.fulfill(response=response, body=response.text().replace("<main", f"{HOSTILE[name]}<main", 1))

        page.route("**/fr/agenda/", inject)
        page.goto("/fr/agenda/")
        page.wait_for_load_state("networkidle")
        assert page.title() != "taken"
    assert faults != []


@pytest.mark.parametrize("address", ["/fr/", "/fr/agenda/?view=month", "/fr/annuaire/?view=map", "/fr/accounts/login/"])
def test_the_style_sheets_are_applied_and_no_cookie_is_set(visit, address):
    page = visit("fr")
    page.goto(address)
    assert page.evaluate("document.styleSheets.length") >= 1
    assert page.evaluate("getComputedStyle(document.querySelector('.site-header')).position") != ""
    assert page.context.cookies() == [] or "accounts" in address


@pytest.mark.parametrize("address", CMS)
def test_a_page_of_the_cms_does_not_violate_the_policy(visit, address):
    page = visit("fr", CLAIRE)
    response = page.goto(address)
    assert response.status in (200, 403)
    page.wait_for_load_state("networkidle")


def test_the_chooser_the_side_panels_and_the_preview_of_the_cms_work(visit):
    """Use a chooser, the side panels, and the preview in its frame."""
    page = visit("fr", EVA)
    page.goto("/fr/actualites/")
    title = page.locator("main .cards h3 a").first.inner_text()
    page.goto(f"/cms/pages/search/?q={title}")
    page.locator("main a[href$='/edit/']").first.click()
    page.locator("[data-chooser-action-choose]").first.click()
    expect(page.locator(".modal-content")).to_be_visible()
    page.locator(".modal-content .close").click()
    expect(page.locator(".modal-content")).to_have_count(0)
    page.locator("[data-side-panel-toggle=preview]").click()
    expect(page.frame_locator("#w-preview-iframe").locator("h1")).to_be_visible()
    page.locator("[data-side-panel-toggle=status]").click()
    page.wait_for_load_state("networkidle")
