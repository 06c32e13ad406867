"""The filters of the list of posts."""

import pytest

from community.forum.enums import BoardAudience
from community.forum.filters import PostFilterSet
from community.forum.listings import POSTS
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from website.topics.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def posts(client, **filters) -> list[str]:
    response = client.get("/en/feeds/posts.json", filters)
    assert response.status_code == 200
    return sorted(item["text"] for item in response.json()["items"])


@pytest.fixture
def topic():
    parent = TerritoryFactory(slug="ortenau")
    topic = make_topic(
        board=make_board(slug="heat"),
        body="Wanted",
        themes=[Theme.objects.get(slug="energy"), Theme.objects.get(slug="water")],
        territories=[TerritoryFactory(slug="kehl", parent=parent), parent],
    )
    make_post(topic=topic, body="An answer")
    make_topic(board=make_board(slug="waste"), body="Something else", themes=[Theme.objects.get(slug="metals")])
    return topic


def test_every_filter_of_the_class_narrows_the_posts_and_names_each_once(topic, client):
    values = {"topic": topic.pk, "board": "heat", "theme": "energy", "territory": "ortenau"}
    assert set(values) == set(PostFilterSet.base_filters) - {"q"}
    assert not POSTS.is_searched
    assert posts(client) == ["An answer", "Something else", "Wanted"]
    assert {name: posts(client, **{name: value}) for name, value in values.items()} == {
        name: ["An answer", "Wanted"] for name in values
    }
    assert posts(client, **values) == ["An answer", "Wanted"]
    assert posts(client, board="waste", theme="energy") == []


def test_feeds_are_public_and_have_no_board_that_visitors_may_not_see(topic, client):
    member = UserFactory()
    make_topic(member, make_board(BoardAudience.GROUP, slug="closed", members=[member]), body="Strictly between us")
    client.force_login(member)
    assert client.get("/en/feeds/posts.json", {"board": "closed"}).status_code == 400
    assert "Strictly between us" not in posts(client)
