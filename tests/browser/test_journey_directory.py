"""Journey 4: a partner searches the directory for people and organisations, in German and in French."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

JONAS = "jonas.becker@example.org"
DIRECTORY = {"de": "/de/verzeichnis/", "fr": "/fr/annuaire/"}
in_each_language = pytest.mark.parametrize("language", DIRECTORY)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


@in_each_language
@pytest.mark.parametrize("who", ["organisations", "people"])
def test_each_filter_narrows_the_directory_and_is_in_its_address(visit, language, who):
    page = visit(language)
    page.goto(f"{DIRECTORY[language]}{'?who=people' if who == 'people' else ''}")
    everything = _count(page)
    choices = {
        "country": "DE",
        "territory": "ortenaukreis",
        "kind": "company",
        "sector": "c",
        "expertise": "energy",
        "language": "de",
    }
    for name, value in choices.items():
        page.goto(f"{DIRECTORY[language]}{'?who=people' if who == 'people' else ''}")
        page.locator(f"select[name={name}]").select_option(value)
        page.locator(".filters button[type=submit]").click()
        page.wait_for_url(re.compile(f"{name}={value}"))
        expect(page.locator(f"select[name={name}]")).to_have_value(value)
        expect(page.locator(".chips .chip")).to_have_count(1)
        assert 0 < _count(page) < everything
        _assert_no_email_address(page)


@in_each_language
def test_the_map_shows_the_results_of_the_list(visit, language):
    page = visit(language)
    page.goto(f"{DIRECTORY[language]}?country=DE")
    listed = _count(page)
    page.locator("#id_view a[href*='view=map']").click()
    expect(page.locator("figure.map svg")).to_be_visible()
    assert _count(page) == listed
    several = page.locator("figure.map a.point").filter(has=page.locator("text")).first
    number = int(several.locator("text").text_content())
    several.click()
    expect(page.locator("main h1")).to_be_visible()
    assert _count(page) == number
    _assert_no_email_address(page)


@in_each_language
def test_from_a_point_of_the_map_to_an_organisation_and_to_a_person(visit, language):
    page = visit(language)
    page.goto(f"{DIRECTORY[language]}?view=map&country=DE&kind=company")
    page.locator(f"figure.map a.point[href^='/{language}/organisations/']").first.click()
    expect(page.locator("main h1")).to_have_count(1)
    assert f"/{language}/organisations/" in page.url
    _assert_no_email_address(page)

    page.goto(f"{DIRECTORY[language]}?who=people&country=DE")
    name = page.locator(".card-person h3 a").first.inner_text()
    page.locator(".card-person h3 a").first.click()
    expect(page.locator("main h1")).to_have_text(name)
    _assert_no_email_address(page)
    page.locator("main aside a[href*='/organisations/']").first.click()
    expect(page.get_by_role("main").get_by_role("link", name=name)).to_be_visible()
    _assert_no_email_address(page)


def test_a_text_in_another_language_has_a_notice_and_its_lang_attribute(visit):
    page = visit("de")
    page.goto("/de/organisations/brasserie-du-kochersberg/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("main .prose")).to_have_attribute("lang", "fr")
    expect(page.locator("main .notice")).to_be_visible()
    page.goto("/fr/organisations/brasserie-du-kochersberg/")
    expect(page.locator("main .notice")).to_have_count(0)


@in_each_language
def test_a_partner_who_has_signed_in_finds_members_hidden_from_the_public(visit, language):
    people = f"{DIRECTORY[language]}?who=people"
    visitor, jonas = visit(language), visit(language, JONAS)
    visitor.goto(people)
    jonas.goto(people)
    assert _count(visitor) < _count(jonas)


def _count(page) -> int:
    """Return the number of results in the heading of the list."""
    return int(re.search(r"\d+", page.locator("#results").inner_text())[0])


def _assert_no_email_address(page) -> None:
    """Assert that the HTML of the page contains no email address."""
    assert EMAIL.findall(page.content()) == []
