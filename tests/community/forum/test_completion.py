"""Completion offers only what the writer may find, in their language, as Markdown."""

import pytest
from django.utils import translation

from community.forum.texts import render_post
from experiences.sheets.models import SheetPage
from tests.factories.forum import make_board
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.testing import statements

pytestmark = pytest.mark.django_db
ADDRESS = "/en/discussions/complete/"


@pytest.fixture
def amelie(site, client):
    user = MemberFactory(user__first_name="Amélie", user__last_name="Weber", slug="amelie-weber").user
    client.force_login(user)
    return user


def offered(client, sign: str, words: str, **more) -> list[str]:
    return [item["text"] for item in client.get(ADDRESS, {"sign": sign, "q": words, **more}).json()["items"]]


@pytest.mark.parametrize("words", ["am", "Amé", "WEBER", "amelie we"])
def test_members_are_found_by_either_name_with_or_without_accents(client, amelie, words):
    MemberFactory(slug="jonas-becker")
    assert offered(client, "@", words) == ["@amelie-weber"]


def test_members_are_offered_only_if_the_writer_and_the_readers_of_the_board_may_find_them(client, amelie):
    MemberFactory(slug="weber-hidden", visibility="nobody")
    MemberFactory(slug="weber-modest", visibility="members")
    assert set(offered(client, "@", "weber")) == {"@amelie-weber", "@weber-modest"}
    public, inside, secret = make_board(), make_board("members"), make_board("group")
    assert offered(client, "@", "weber", board=public.slug) == ["@amelie-weber"]
    assert len(offered(client, "@", "weber", board=inside.slug)) == 2
    assert client.get(ADDRESS, {"sign": "@", "q": "weber", "board": secret.slug}).status_code == 400


def test_a_text_is_offered_as_a_link_that_becomes_a_citation(client, amelie):
    sheet = make_page(SheetPage, title="Steam [for] the brewery")
    make_page(SheetPage, title="Steam of nobody", live=False)
    firm = OrganisationFactory(name="Steam Works", slug="steam-works")
    with translation.override("en"):
        address = sheet.get_absolute_url()
    texts = offered(client, "#", "steam")
    assert texts == [f"[Steam \\[for\\] the brewery]({address})", "[Steam Works](/en/organisations/steam-works/)"]
    assert render_post(" ".join(texts), amelie).targets == [sheet.text, firm]


@pytest.mark.parametrize(
    "query",
    [{}, {"sign": "@", "q": "x"}, {"sign": "!", "q": "abc"}, {"sign": "@", "q": "a" * 61}, {"sign": "#", "q": " "}],
)
def test_an_invalid_query_is_a_400(client, amelie, query):
    assert client.get(ADDRESS, query).status_code == 400


def test_punctuation_matches_nothing(client, amelie):
    assert [offered(client, "@", "%%"), offered(client, "#", "%%")] == [[], []]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("sign", ["@", "#"])
def test_completion_takes_the_same_statements_however_many_rows_match(client, amelie, sign, number):
    for place in range(number):
        MemberFactory(slug=f"steam-{place}")
        make_page(SheetPage, title=f"Steam {place}")
        OrganisationFactory(name=f"Steam {place}", slug=f"steam-{place}")
    client.get(ADDRESS, {"sign": sign, "q": "ste"})
    with statements(f"forum: completion of {sign}"):
        assert len(offered(client, sign, "steam")) == (number if sign == "@" else 2 * number)


def test_a_visitor_is_offered_nothing(client, site):
    UserFactory()
    assert client.get(ADDRESS, {"sign": "@", "q": "weber"}).status_code == 302
