"""Permission checks agree with their querysets, and no page, feed or search shows a board to others than its readers."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser

from community.forum.actions.moderating import hide_post
from community.forum.enums import BoardAudience, State
from community.forum.models import Board, Post, Topic
from community.forum.permissions import (
    can_moderate,
    can_reply,
    can_see_board,
    can_see_post,
    can_see_topic,
    can_start_topic,
)
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.people import UserFactory
from tests.reading import entries, rows, texts

pytestmark = pytest.mark.django_db
SECRET = "The price of steam at the Rhine port is 31 euros"


@pytest.fixture
def people(site):
    return {
        "visitor": AnonymousUser(),
        "closed account": UserFactory(is_active=False),
        "member": UserFactory(groups=["Members"]),
        "in the group": UserFactory(),
        "moderator": UserFactory(),
        "moderator of another board": UserFactory(),
        "coordinator": UserFactory(groups=["Coordinators"]),
        "administrator": UserFactory(is_superuser=True),
    }


@pytest.fixture
def world(people):
    """Create topics in each state on each kind of board, locked and not, with posts in each state."""
    make_board(BoardAudience.PUBLIC, moderators=[people["moderator of another board"]], is_open=False)
    author = people["in the group"]
    for audience in BoardAudience:
        board = make_board(audience, members=[author], moderators=[people["moderator"]])
        for state, is_locked in itertools.product(State, (True, False)):
            topic = make_topic(author, board)
            for post_state in State:
                post = make_post(author, topic)
                position = None if post_state == State.WAITING else post.position
                Post.objects.filter(pk=post.pk).update(state=post_state, position=position)
            Topic.objects.filter(pk=topic.pk).update(state=state, is_locked=is_locked)


def agrees(queryset, check) -> bool:
    everything = queryset.model.objects.all()
    return set(queryset) == {row for row in everything if check(row)}


def test_checks_of_one_row_agree_with_the_querysets(people, world):
    wrong = []
    for name, user in people.items():
        pairs = {
            "boards": agrees(Board.objects.visible_to(user), lambda row, user=user: can_see_board(user, row)),
            "writable": agrees(Board.objects.writable_by(user), lambda row, user=user: can_start_topic(user, row)),
            "moderated": agrees(Board.objects.moderated_by(user), lambda row, user=user: can_moderate(user, row)),
            "topics": agrees(Topic.objects.visible_to(user), lambda row, user=user: can_see_topic(user, row)),
            "posts": agrees(Post.objects.visible_to(user), lambda row, user=user: can_see_post(user, row)),
        }
        wrong += [f"{name}: {what}" for what, is_same in pairs.items() if not is_same]
    assert wrong == []


def test_the_number_of_boards_that_each_role_may_read(people, world):
    found = {name: Board.objects.visible_to(user).count() for name, user in people.items()}
    assert found == {
        "visitor": 2,
        "closed account": 2,
        "member": 3,
        "in the group": 4,
        "moderator": 4,
        "moderator of another board": 3,
        "coordinator": 4,
        "administrator": 4,
    }


def test_lists_contain_only_topics_and_posts_that_are_shown(people, world):
    for user in people.values():
        assert set(Topic.objects.listed_for(user).values_list("state", flat=True)) == {"shown"}
        assert set(Post.objects.listed_for(user).values_list("state", flat=True)) == {"shown"}
        assert set(Post.objects.listed_for(user).values_list("topic__state", flat=True)) == {"shown"}


def test_a_closed_topic_takes_answers_of_its_moderators_only(people, world):
    topic = Topic.objects.filter(state="shown", is_locked=True, board__audience=BoardAudience.PUBLIC).get()
    able = [name for name, user in people.items() if can_reply(user, topic)]
    assert able == ["moderator", "coordinator", "administrator"]


@pytest.fixture
def secret(people):
    """A topic that only members of a closed group may read, besides a public one."""
    board = make_board(BoardAudience.GROUP, members=[people["in the group"]], name_en="Prices of the Rhine port")
    make_topic(title="Who uses steam?", body="Everybody may know that.")
    return make_topic(people["in the group"], board, title=SECRET, body=f"{SECRET}, says Amélie.")


ADDRESSES = [
    "/en/exchange/",
    "/en/exchange/?q=steam",
    "/en/search/?q=steam",
    "/en/feeds/discussions.atom",
    "/en/feeds/discussions.csv",
    "/en/feeds/discussions.json",
    "/en/feeds/posts.atom",
    "/en/feeds/posts.json",
    "/en/",
]


@pytest.mark.parametrize("name", ["visitor", "member", "moderator of another board"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_feed_or_search_reveals_topics_of_a_closed_group(client, people, secret, name, address):
    if name != "visitor":
        client.force_login(people[name])
    page = client.get(address).content.decode()
    assert [words in page for words in ("Rhine port", "31 euros")] == [False, False]


def test_feeds_of_a_closed_board_or_topic_are_refused_or_empty(client, people, secret):
    for query in (f"board={secret.board.slug}", f"board={secret.board.slug}&q=steam"):
        assert client.get(f"/en/feeds/discussions.atom?{query}").status_code == 400
    assert entries(client.get(f"/en/feeds/posts.atom?topic={secret.pk}")) == []


def test_the_count_of_a_list_leaves_out_topics_that_the_reader_may_not_see(client, people, secret):
    client.force_login(people["member"])
    assert texts(client.get("/en/exchange/"), "h2")[1] == "1 topic"
    client.force_login(people["in the group"])
    assert texts(client.get("/en/exchange/"), "h2")[1] == "2 topics"


def test_members_of_a_group_find_its_topics_by_search_and_on_its_board(client, people, secret):
    client.force_login(people["in the group"])
    assert SECRET in texts(client.get("/en/search/?q=31+euros"), "h3")
    assert texts(client.get(secret.board.get_absolute_url()), "h3") == [SECRET]


def test_a_hidden_post_is_in_no_page_feed_or_search(client, people, secret):
    author = people["in the group"]
    post = make_post(author, make_topic(), "The boiler of Kehl burst, do not tell.")
    hide_post(people["coordinator"], post)
    for address in (*ADDRESSES, "/en/search/?q=boiler", f"{post.topic.get_absolute_url()}", "/en/feeds/posts.atom"):
        assert "boiler of Kehl" not in client.get(address).content.decode(), address
    client.force_login(author)
    assert "boiler of Kehl" in client.get(post.topic.get_absolute_url()).content.decode()


def test_the_csv_feed_contains_no_names(client, people, secret):
    people["in the group"].member = None
    client.force_login(people["in the group"])
    header, *lines = rows(client.get("/en/feeds/discussions.csv"))
    assert header[:4] == ["Title", "Type", "Board", "Language"]
    assert len(lines) == 1
