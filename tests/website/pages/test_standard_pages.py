"""Standard pages, such as the legal notice."""

import pytest
from wagtail.models import Page

from tests.reading import elements, texts
from website.core.actions import add_page
from website.home.models import HomePage
from website.pages.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(site):
    home = HomePage.objects.get(locale__language_code="fr")
    return add_page(home, StandardPage(title="Mentions légales", slug="mentions", locale=home.locale, summary="Qui."))


def footer(client, language="fr") -> list[str]:
    return [link["text"] for link in elements(client.get(f"/{language}/"), "a") if link["text"] == "Mentions légales"]


def test_a_page_beside_the_sections_is_linked_in_the_footer_of_its_language(client, notice):
    assert [footer(client), footer(client, "de")] == [["Mentions légales"], []]
    notice.unpublish()
    assert footer(client) == []


def test_a_page_below_another_page_links_to_it_and_can_be_moved(client, notice):
    child = add_page(notice, StandardPage(title="Cookies", slug="cookies", locale=notice.locale))
    response = client.get("/fr/mentions/cookies/")
    assert texts(response, "h1") == ["Cookies"]
    above = [link["href"] for link in elements(response, "a") if child.url.startswith(link["href"])]
    assert [address for address in above if address.startswith("/fr/")].count("/fr/mentions/") == 2
    Page.objects.get(pk=child.pk).specific.move(HomePage.objects.get(locale__language_code="fr"), pos="last-child")
    assert client.get("/fr/cookies/").status_code == 200


def test_a_page_in_one_language_is_answered_with_404_in_the_others(client, notice):
    assert [client.get(f"/{language}/mentions/").status_code for language in ("fr", "de", "en")] == [200, 404, 404]
