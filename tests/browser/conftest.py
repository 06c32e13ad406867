import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.browser.server import demo_server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PASSWORD = "industrie-et-territoires"  # the demo's own
WIDTHS = {"phone": {"width": 360, "height": 780}, "desktop": {"width": 1280, "height": 900}}

WAGTAILS = re.compile("/cms/|/static/wagtail")
TELL_OF_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  tellOfViolation(`the policy refuses ${event.blockedURI} by ${event.effectiveDirective} (${event.sourceFile})`));"""

# A busy machine takes its time over the CMS's previews.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    with demo_server(tmp_path_factory.mktemp("demo")) as server:
        yield server


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions():
    """The cookies of those who have signed in, by address: once is enough for all tests."""
    return {}


@pytest.fixture
def visit(chromium, demo, sessions):
    """`visit("fr", email=…)`: a page of a new visitor, or of somebody who has signed in.

    No page may ask anything of a third party, nor break a script or the content security policy: what does is
    gathered while the page lives, and fails the test when it is over.
    """
    contexts, faults = [], []

    def open_page(language: str, email: str = "", **options):
        if email and email not in sessions:
            sessions[email] = _sign_in(chromium, demo.url, email)
        options.setdefault("storage_state", sessions.get(email))
        context = chromium.new_context(base_url=demo.url, locale=language, **options)
        contexts.append(context)
        return watched(context, demo.url, faults)

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def watched(context, own: str, faults: list[str]):
    """A page of `context` whose faults are added to `faults` as they come: `own` is the address of the site."""
    context.expose_binding("tellOfViolation", lambda source, words: faults.append(f"{source['page'].url}: {words}"))
    context.add_init_script(TELL_OF_VIOLATIONS)
    page = context.new_page()
    page.on("request", lambda request: faults.extend(_strangers(request.url, own)))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("console", lambda message: faults.extend(_complaints(message, page.url)))
    return page


def _sign_in(chromium, url: str, email: str) -> dict:
    with chromium.new_context(base_url=url) as context:
        page = context.new_page()
        page.goto("/fr/accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/fr/")
        return context.storage_state()


def _strangers(address: str, own: str) -> list[str]:
    return [] if address.startswith((own, "data:", "blob:")) else [f"a request to a third party: {address}"]


def _complaints(message, address: str) -> list[str]:
    """What the browser complains of; that a page answers 400 or 404 is for the test to say, and the CMS is Wagtail's."""
    is_ours = message.type == "error" and not WAGTAILS.search(message.location["url"])
    is_status = message.text.startswith("Failed to load resource: the server responded with a status of 40")
    is_own_status = is_status and message.location["url"] == address
    return [f"{address}: {message.text} ({message.location['url']})"] if is_ours and not is_own_status else []


@pytest.fixture
def axe():
    """`axe(page)`: fails with axe's findings on the page as it is."""

    def run(page):
        # Preloading, axe looks for the style sheets' imports beside the page and not beside the style sheet.
        results = Axe().run(page, options={"preload": False})
        assert results.violations_count == 0, results.generate_report()

    return run


@pytest.fixture
def inspect(axe):
    """`inspect(page)`: in light and dark, on a phone and on a desktop, nothing is wrong and nothing sticks out."""

    def look(page):
        for width in WIDTHS.values():
            page.set_viewport_size(width)
            assert sticks_out(page) == [], f"{page.url} at {width['width']} px"
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                axe(page)

    return look


def sticks_out(page) -> list[str]:
    """What makes the page wider than the screen."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
           .filter(node => node.getBoundingClientRect().right > innerWidth + 1)
           .map(node => node.outerHTML.slice(0, 120))"""
    )
