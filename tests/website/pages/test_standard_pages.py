"""What the network says of itself."""

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


def test_a_page_beside_the_sections_is_linked_from_every_footer_of_its_language(client, notice):
    assert [footer(client), footer(client, "de")] == [["Mentions légales"], []]
    notice.unpublish()
    assert footer(client) == []


def test_pages_lie_under_pages_and_say_where(client, notice):
    child = add_page(notice, StandardPage(title="Cookies", slug="cookies", locale=notice.locale))
    response = client.get("/fr/mentions/cookies/")
    assert texts(response, "h1") == ["Cookies"]
    above = [link["href"] for link in elements(response, "a") if child.url.startswith(link["href"])]
    assert [address for address in above if address.startswith("/fr/")].count("/fr/mentions/") == 2
    Page.objects.get(pk=child.pk).specific.move(HomePage.objects.get(locale__language_code="fr"), pos="last-child")
    assert client.get("/fr/cookies/").status_code == 200


def test_a_page_that_exists_in_one_language_only_answers_in_no_other_tree(client, notice):
    assert [client.get(f"/{language}/mentions/").status_code for language in ("fr", "de", "en")] == [200, 404, 404]
