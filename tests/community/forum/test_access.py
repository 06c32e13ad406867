"""Whoever may read a board reads it everywhere, and nobody else anywhere: each check and its queryset say the same."""

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
    """On each kind of board a topic in each state, and in each of those that are shown a post in each state."""
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


def same(queryset, check) -> bool:
    everything = queryset.model.objects.all()
    return set(queryset) == {row for row in everything if check(row)}


def test_each_check_says_of_one_row_what_its_queryset_says_of_many(people, world):
    wrong = []
    for name, user in people.items():
        pairs = {
            "boards": same(Board.objects.visible_to(user), lambda row, user=user: can_see_board(user, row)),
            "writable": same(Board.objects.writable_by(user), lambda row, user=user: can_start_topic(user, row)),
            "moderated": same(Board.objects.moderated_by(user), lambda row, user=user: can_moderate(user, row)),
            "topics": same(Topic.objects.visible_to(user), lambda row, user=user: can_see_topic(user, row)),
            "posts": same(Post.objects.visible_to(user), lambda row, user=user: can_see_post(user, row)),
        }
        wrong += [f"{name}: {what}" for what, is_same in pairs.items() if not is_same]
    assert wrong == []


def test_how_many_boards_each_reads(people, world):
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


def test_lists_show_nobody_what_is_not_shown(people, world):
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
    """What only a closed group knows, beside something that everybody may."""
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
def test_no_page_feed_or_search_says_what_a_closed_group_talks_of(client, people, secret, name, address):
    if name != "visitor":
        client.force_login(people[name])
    page = client.get(address).content.decode()
    assert [words in page for words in ("Rhine port", "31 euros")] == [False, False]


def test_no_feed_of_a_board_or_a_topic_is_wider_than_its_page(client, people, secret):
    for query in (f"board={secret.board.slug}", f"board={secret.board.slug}&q=steam"):
        assert client.get(f"/en/feeds/discussions.atom?{query}").status_code == 400
    assert entries(client.get(f"/en/feeds/posts.atom?topic={secret.pk}")) == []


def test_a_private_list_is_counted_without_what_it_hides(client, people, secret):
    client.force_login(people["member"])
    assert texts(client.get("/en/exchange/"), "h2")[1] == "1 topic"
    client.force_login(people["in the group"])
    assert texts(client.get("/en/exchange/"), "h2")[1] == "2 topics"


def test_whoever_is_in_the_group_finds_it_by_search_and_on_its_board(client, people, secret):
    client.force_login(people["in the group"])
    assert SECRET in texts(client.get("/en/search/?q=31+euros"), "h3")
    assert texts(client.get(secret.board.get_absolute_url()), "h3") == [SECRET]


def test_what_a_moderator_hid_is_in_no_page_feed_or_search(client, people, secret):
    author = people["in the group"]
    post = make_post(author, make_topic(), "The boiler of Kehl burst, do not tell.")
    hide_post(people["coordinator"], post)
    for address in (*ADDRESSES, "/en/search/?q=boiler", f"{post.topic.get_absolute_url()}", "/en/feeds/posts.atom"):
        assert "boiler of Kehl" not in client.get(address).content.decode(), address
    client.force_login(author)
    assert "boiler of Kehl" in client.get(post.topic.get_absolute_url()).content.decode()


def test_the_spreadsheet_has_no_name_of_anybody(client, people, secret):
    people["in the group"].member = None
    client.force_login(people["in the group"])
    header, *lines = rows(client.get("/en/feeds/discussions.csv"))
    assert header[:4] == ["Title", "Kind", "Board", "Language"]
    assert len(lines) == 1
