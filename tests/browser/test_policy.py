"""What browsers are told is neither too little, for visitors, nor too much, for the CMS to work."""

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


@pytest.mark.parametrize("what", HOSTILE)
def test_what_a_page_must_not_hold_is_refused_and_fails_the_test(chromium, demo, what):
    """The harness bites: were one of these on a page, `visit` would find it."""
    faults = []
    with chromium.new_context(base_url=demo.url) as context:
        page = watched(context, demo.url, faults)

        def put_in(route):
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace("<main", f"{HOSTILE[what]}<main", 1))

        page.route("**/fr/agenda/", put_in)
        page.goto("/fr/agenda/")
        page.wait_for_load_state("networkidle")
        assert page.title() != "taken"
    assert faults != []


@pytest.mark.parametrize("address", ["/fr/", "/fr/agenda/?view=month", "/fr/annuaire/?view=map", "/fr/accounts/login/"])
def test_the_sites_own_scripts_and_styles_are_at_work(visit, address):
    page = visit("fr")
    page.goto(address)
    assert page.evaluate("document.styleSheets.length") >= 1
    assert page.evaluate("getComputedStyle(document.querySelector('.site-header')).position") != ""
    assert page.context.cookies() == [] or "accounts" in address


@pytest.mark.parametrize("address", CMS)
def test_a_page_of_the_cms_breaks_no_policy(visit, address):
    page = visit("fr", CLAIRE)
    response = page.goto(address)
    assert response.status in (200, 403)
    page.wait_for_load_state("networkidle")


def test_an_editor_writes_with_all_that_the_cms_offers(visit):
    """A chooser, the side panels, and the preview in its frame."""
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
