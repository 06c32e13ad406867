"""The filter for topics in the languages that a member reads."""

import pytest

from tests.factories.forum import make_topic
from tests.factories.people import MemberFactory, UserFactory
from tests.reading import elements, texts, titles
from tests.testing import statements
from website.topics.models import Language

pytestmark = pytest.mark.django_db
ADDRESS = "/en/exchange/?readable=on"


@pytest.fixture
def topics(site):
    return [make_topic(title=f"In {language}", language=language) for language in ("fr", "de", "nl", "en")]


def languages(*codes: str) -> list[Language]:
    return [Language.objects.get_or_create(slug=code, defaults={"name_fr": code})[0] for code in codes]


def found_by(client, user) -> list[str]:
    client.force_login(user)
    return sorted(titles_on(client.get(ADDRESS)))


def checkbox_types(response) -> list[str]:
    return [tag["type"] for tag in elements(response, "input") if tag.get("name") == "readable"]


def test_a_member_finds_topics_in_the_languages_of_their_entry(topics, client):
    member = MemberFactory(user__language="fr", languages=languages("de", "nl"))
    assert found_by(client, member.user) == ["In de", "In nl"]
    assert len(titles_on(client.get("/en/exchange/"))) == 4


def test_without_a_language_of_the_site_in_the_entry_the_language_of_the_account_counts(topics, client):
    assert found_by(client, MemberFactory(user__language="nl").user) == ["In nl"]
    assert found_by(client, MemberFactory(user__language="en", languages=languages("lb")).user) == ["In en"]
    assert found_by(client, UserFactory(language="de")) == ["In de"]


def test_the_checkbox_combines_with_other_filters_and_can_be_removed(topics, client):
    client.force_login(MemberFactory(languages=languages("de", "nl")).user)
    page = client.get(f"{ADDRESS}&language=nl&language=en")
    assert [texts(page, "h3"), checkbox_types(page)] == [["In nl"], ["checkbox"]]
    assert "?language=nl&language=en" in [tag.get("href") for tag in elements(page, "a")]
    assert len(titles_on(client.get("/en/exchange/?readable=false"))) == 4


def test_visitors_have_no_checkbox_and_the_filter_matches_nothing_for_them(topics, client):
    pages = [client.get("/en/exchange/"), client.get(ADDRESS), client.get("/en/exchange/?standing=new")]
    assert [checkbox_types(page) for page in pages] == [["hidden"]] * 3
    assert [bool(titles_on(page)) for page in pages] == [True, False, False]


def test_the_filter_matches_nothing_in_feeds_which_have_no_reader(topics, client):
    client.force_login(MemberFactory(languages=languages("de")).user)
    assert titles(client.get("/en/feeds/discussions.atom?readable=on")) == []
    assert sorted(titles(client.get("/en/feeds/discussions.atom"))) == ["In de", "In en", "In fr", "In nl"]


def titles_on(page) -> list[str]:
    return [title for title in texts(page, "h3") if title.startswith("In ")]


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_one_statement_more_however_many_languages_and_topics_there_are(site, client, number):
    board = make_topic(MemberFactory().user, language="fr").board
    for code in ("de", "nl", "en")[:number]:
        make_topic(MemberFactory().user, board, language=code)
    client.force_login(MemberFactory(languages=languages(*("de", "nl", "en")[:number])).user)
    client.get(f"/en/exchange/?board={board.slug}&readable=on")
    with statements("forum: the list in my languages"):
        page = client.get(f"/en/exchange/?board={board.slug}&readable=on")
    assert len(texts(page, "article")) == number
