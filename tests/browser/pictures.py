"""`make pictures`: take_screenshots the README's screenshots of a new demo in Debian's chromium."""

import os
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.server import ROOT, demo_server

FOLDER = ROOT / "site/website/static/pictures"
WIDTH, HEIGHT = 1280, 900


def take_screenshots(url: str) -> None:
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, base_url=url, locale="fr")
        page.goto("/fr/")
        _save(page, "home")
        for name, address in (
            ("sheet", "/fr/fiches/?language=fr"),
            ("topic", "/fr/echanges/?kind=question&language=fr"),
        ):
            page.goto(address)
            page.locator("main .with-filters .cards h3 a").first.click()
            _save(page, name)
        page.goto("/fr/agenda/?view=month")
        _save(page, "agenda")
        browser.close()


def _save(page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    Image.open(BytesIO(page.screenshot())).save(FOLDER / f"{name}.webp", quality=80)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo_server(Path(folder)) as server:
        take_screenshots(server.url)
