"""Followers of a filtered list of topics are notified of new topics in it that they may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList
from tests.factories.follows import make_follow, make_follower
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from tests.reading import texts
from website.notifications.enums import NotificationReason
from website.notifications.models import Notification
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
LIST, CHANGE = "/en/exchange/", "/en/my/follows/change/"
IN = ["", "kind=question", "theme=water", "territory=alsace", "language=de&language=en", "q=condensate", "q=M3+year"]
NOT_IN = [
    "kind=talk",
    "theme=energy",
    "territory=basel",
    "language=de",
    "q=condensate+price",
    "kind=question&theme=energy",
]


@pytest.fixture
def place(site):
    TerritoryFactory(slug="basel")
    return TerritoryFactory(slug="colmar", parent=TerritoryFactory(slug="alsace", kind="region"))


def notified() -> dict[str, list[str]]:
    """Return the kinds of notifications sent to followers, by the query of their list."""
    found = {}
    for row in Notification.objects.filter(reason_kind=NotificationReason.FOLLOWED):
        found.setdefault(row.reason_object.query, []).append(row.kind)
    return found


def test_a_new_topic_notifies_followers_of_the_lists_that_contain_it_and_nobody_else(place):
    for query in (*IN, *NOT_IN):
        make_follow(FollowedList("discussions", query))
    topic = make_topic(themes=Theme.objects.filter(slug="water"), territories=[place])
    assert notified() == {query: ["forum-topic"] for query in IN}
    make_post(topic=topic)
    assert notified() == {query: ["forum-topic"] for query in IN}


def test_a_follower_of_several_lists_and_the_theme_is_notified_once(place):
    reader = make_follower(FollowedList("discussions", ""))
    for thing in (FollowedList("discussions", "theme=water"), Theme.objects.get(slug="water")):
        make_follow(thing, reader)
    make_topic(themes=Theme.objects.filter(slug="water"))
    assert Notification.objects.filter(recipient=reader).count() == 1


def test_followers_of_a_list_are_not_notified_of_boards_that_they_may_not_see(site):
    insider, outsider = (make_follower(FollowedList("discussions", "kind=question")) for _ in range(2))
    author = UserFactory()
    make_topic(author, make_board("group", members=[author, insider]), title="31 euros a tonne")
    make_topic(author, make_board("members"))
    rows = Notification.objects.filter(kind="forum-topic").order_by("pk").values_list("recipient", flat=True)
    assert sorted(rows) == sorted([insider.pk, insider.pk, outsider.pk])


def test_the_author_is_not_notified_of_their_own_topic(site):
    author = make_follower(FollowedList("discussions", ""))
    make_topic(author)
    assert not Notification.objects.exists()


@pytest.mark.parametrize("query", ["standing=new", "standing=unanswered", "readable=on", "board=heat"])
def test_lists_that_differ_per_reader_cannot_be_followed(site, client, query):
    make_board(slug="heat")
    reader = UserFactory(language="en")
    client.force_login(reader)
    assert "Follow this list" in " ".join(texts(client.get(LIST), "button"))
    assert "Follow this list" not in " ".join(texts(client.get(f"{LIST}?{query}"), "button"))
    answer = client.post(CHANGE, {"subject": "list", "key": "discussions", "query": query, "act": "follow"})
    assert (answer.status_code, Follow.objects.count()) == (404, 0)


def test_a_followed_list_is_named_and_leads_back(site, client):
    reader = UserFactory(language="en")
    client.force_login(reader)
    query = {"subject": "list", "key": "discussions", "query": "theme=water&kind=question", "act": "follow"}
    assert client.post(CHANGE, query).status_code == 302
    page = client.get("/en/my/follows/")
    assert texts(page, "h3") == ["Forum – Type: Question, Theme: Water"]
    assert f'href="{LIST}?kind=question&amp;theme=water"' in page.content.decode()


def test_a_topic_takes_as_many_statements_however_many_lists_are_followed(place):
    board, numbers = make_board(), []
    make_topic(board=board)
    for slug in ("water", "energy", "construction"):
        author = UserFactory()
        make_follow(FollowedList("discussions", f"theme={slug}"))
        with CaptureQueriesContext(connection) as captured:
            make_topic(author, board)
        numbers.append(len(captured))
    assert len(set(numbers)) == 1
