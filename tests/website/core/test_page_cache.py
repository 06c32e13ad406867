"""The page of a list is cached for anonymous readers only."""

import pytest
from wagtail.models import PageViewRestriction

from experiences.sheets.models import SheetPage
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.reading import without_nonce
from tests.testing import statements
from website.news.models import NewsIndexPage, NewsPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
LIST = "/fr/actualites/"


@pytest.fixture
def news(site):
    return make_page(NewsPage, title="Chaleur de Kehl", slug="chaleur", themes=[Theme.objects.get(slug="energy")])


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}?theme=energy", f"{LIST}?theme=water&page=1", "/fr/agenda/?view=month"]
)
def test_a_cached_list_takes_two_statements_and_is_the_same(news, client, address):
    first = client.get(address)
    with statements("a list, kept"):
        second = client.get(address)
    assert without_nonce(second) == without_nonce(first)


def test_each_filter_page_and_language_is_cached_separately(news, client):
    make_page(NewsPage, title="Eaux du port", themes=[Theme.objects.get(slug="water")])
    addresses = (LIST, f"{LIST}?theme=energy", f"{LIST}?theme=water", "/de/aktuelles/?theme=water")
    first = [without_nonce(client.get(address)) for address in addresses]
    assert len(set(first)) == 4
    assert [without_nonce(client.get(address)) for address in addresses] == first


def test_unknown_parameters_add_no_cache_entry(news, client):
    client.get(LIST)
    with statements("a list, kept"):
        client.get(f"{LIST}?utm_source=lettre&theme=")


def test_the_page_of_a_signed_in_user_is_neither_read_from_the_cache_nor_stored(news, client):
    client.force_login(UserFactory())
    client.get(LIST)
    client.logout()
    visitor = client.get(LIST)
    client.force_login(UserFactory())
    assert without_nonce(client.get(LIST)) != without_nonce(visitor)
    client.logout()
    assert without_nonce(client.get(LIST)) == without_nonce(visitor)


def test_search_results_are_never_cached(news, client):
    client.get(f"{LIST}?q=chaleur")
    with pytest.raises(AssertionError), statements("a list, kept"):
        client.get(f"{LIST}?q=chaleur")


def test_an_invalid_filter_is_refused_each_time(news, client):
    assert [client.get(f"{LIST}?theme=nothing").status_code for _ in range(2)] == [400, 400]
    assert [client.get(f"{LIST}?page=99").status_code for _ in range(2)] == [404, 404]


def test_a_list_for_members_only_is_for_members_only_from_the_next_request_on(news, client):
    assert client.get(LIST).status_code == 200
    section = NewsIndexPage.objects.get(locale__language_code="fr")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert [client.get(path).status_code for path in (LIST, f"{LIST}chaleur/")] == [302, 302]
    client.force_login(UserFactory())
    assert [client.get(path).status_code for path in (LIST, f"{LIST}chaleur/")] == [200, 200]


def test_an_alias_of_a_text_for_members_is_for_members(site, client):
    sheet = make_page(SheetPage, title="Chaleur")
    PageViewRestriction.objects.create(page=sheet, restriction_type=PageViewRestriction.LOGIN)
    alias = sheet.create_alias(update_slug="ailleurs")
    assert client.get(alias.url).status_code != 200


def test_what_is_cached_has_no_nonce(news, client):
    for address in (LIST, "/fr/agenda/"):
        page_cache = client.get(address).context["page_cache"]
        parts = {name: page_cache.part(name, str) for name in ("feeds", "content")}
        assert [name for name, part in parts.items() if not part or "nonce" in part] == []
