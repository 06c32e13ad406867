import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.browser.server import demo_server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PASSWORD = "industrie-et-territoires"  # the demo's own

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


@pytest.fixture
def visit(chromium, demo):
    """`visit("fr", email=…)`: a page of a new visitor, or of somebody who has signed in."""
    contexts = []

    def open_page(language: str, email: str = "", **options):
        context = chromium.new_context(base_url=demo.url, locale=language, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: _refuse_third_parties(request.url, demo.url))
        if email:
            page.goto(f"/{language}/accounts/login/")
            page.locator("input[name=login]").fill(email)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("main form button[type=submit]").click()
            page.wait_for_load_state()
        return page

    yield open_page
    for context in contexts:
        context.close()


def _refuse_third_parties(url: str, own: str) -> None:
    assert url.startswith((own, "data:", "blob:")), f"a request to a third party: {url}"


@pytest.fixture
def axe():
    """`axe(page)`: fails with axe's findings on the page as it is."""

    def run(page):
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return run
