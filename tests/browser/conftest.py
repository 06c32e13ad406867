import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.browser.server import demo_server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PASSWORD = "industrie-et-territoires"  # of all demo accounts
WIDTHS = {"phone": {"width": 360, "height": 780}, "desktop": {"width": 1280, "height": 900}}

OF_WAGTAIL = re.compile("/cms/|/static/wagtail")
REPORT_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`the policy refuses ${event.blockedURI} by ${event.effectiveDirective} (${event.sourceFile})`));"""

# The previews of the CMS are slow on a busy machine.
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
    """Browser storage of signed-in users, by email address, so that each signs in only once."""
    return {}


@pytest.fixture
def visit(chromium, demo, sessions):
    """`visit("fr", email=…)` opens a page as a new visitor, or as a signed-in user.

    The test fails at the end if a page sent a request to a third party, raised a script error, or violated the content
    security policy.
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
    """Return a new page of `context` that appends its faults to `faults`; `own` is the address of the site."""
    context.expose_binding("reportViolation", lambda source, text: faults.append(f"{source['page'].url}: {text}"))
    context.add_init_script(REPORT_VIOLATIONS)
    page = context.new_page()
    page.on("request", lambda request: faults.extend(_third_party_requests(request.url, own)))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("console", lambda message: faults.extend(_console_errors(message, page.url)))
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


def _third_party_requests(address: str, own: str) -> list[str]:
    return [] if address.startswith((own, "data:", "blob:")) else [f"a request to a third party: {address}"]


def _console_errors(message, address: str) -> list[str]:
    """Return a console error, except for errors of Wagtail's scripts and the status of the page, which the test checks."""
    is_ours = message.type == "error" and not OF_WAGTAIL.search(message.location["url"])
    is_status = message.text.startswith("Failed to load resource: the server responded with a status of 40")
    is_own_status = is_status and message.location["url"] == address
    return [f"{address}: {message.text} ({message.location['url']})"] if is_ours and not is_own_status else []


@pytest.fixture
def axe():
    """`axe(page)` fails with the report of axe if it finds a violation on the page in its current state."""

    def run(page):
        # axe's preloading resolves the imports of style sheets relative to the page instead of the style sheet.
        results = Axe().run(page, options={"preload": False})
        assert results.violations_count == 0, results.generate_report()

    return run


@pytest.fixture
def inspect(axe):
    """`inspect(page)` runs axe and checks for overflow, in light and dark mode, on a phone and on a desktop."""

    def check(page):
        for width in WIDTHS.values():
            page.set_viewport_size(width)
            assert overflowing_elements(page) == [], f"{page.url} at {width['width']} px"
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                axe(page)

    return check


def overflowing_elements(page) -> list[str]:
    """Return the elements that make the page wider than the screen."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
           .filter(node => node.getBoundingClientRect().right > innerWidth + 1)
           .map(node => node.outerHTML.slice(0, 120))"""
    )
