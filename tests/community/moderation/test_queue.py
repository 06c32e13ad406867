"""The moderators' queue: what waits on their own boards, what is known of it, and how much it is."""

import pytest
from django.urls import reverse

from community.forum.actions.posting import delete_post
from community.moderation.models import Case, Decision, Report
from tests.factories.forum import make_board, make_post
from tests.factories.moderation import make_decision, make_report, make_shown_post, make_waiting_post, person
from tests.factories.people import UserFactory
from tests.reading import texts

pytestmark = pytest.mark.django_db
QUEUE = "/en/my/moderation/"


@pytest.fixture
def mia(site):
    return person("Mia")


@pytest.fixture
def board(mia):
    return make_board(moderators=[mia], first_posts_wait=1)


@pytest.fixture
def desk(client, mia):
    client.force_login(mia)
    return client


def shown(response) -> list[str]:
    return texts(response, "h3")


def case_page(post) -> str:
    return f"{QUEUE}post/{post.pk}/"


def reported(board, title="Reported", author=None, **fields):
    post = make_shown_post(author or UserFactory(), board if not board.first_posts_wait else make_board())
    post.topic.title, post.topic.board = title, board
    post.topic.save()
    make_report(post, **fields)
    return post


def test_a_moderator_has_what_waits_on_their_boards_and_a_coordinator_everything(client, board, mia):
    reported(board, "Mine")
    reported(make_board(moderators=[UserFactory()]), "Another board")
    make_waiting_post(board=board)
    found = {}
    for user in (mia, UserFactory(groups=["Coordinators"])):
        client.force_login(user)
        found[user.first_name] = sorted(shown(client.get(QUEUE)))
    assert found == {
        "Mia": ["Mine", "Who uses condensate at 60 °C?"],
        "Camille": ["Another board", "Mine", "Who uses condensate at 60 °C?"],
    }


@pytest.mark.parametrize("make", [lambda: UserFactory(), lambda: UserFactory(groups=["Editors"])])
def test_who_moderates_nothing_has_no_queue(client, board, make):
    client.force_login(make())
    assert client.get(QUEUE).status_code == 403


def test_the_case_of_another_board_is_not_there(desk, board):
    other = reported(make_board(moderators=[UserFactory()]))
    assert [desk.get(case_page(other)).status_code, desk.post(case_page(other), {"verb": "hide"}).status_code] == [
        404
    ] * 2
    assert [desk.get(f"{QUEUE}post/999/").status_code, desk.get(f"{QUEUE}sheet/1/").status_code] == [404] * 2
    assert Decision.objects.count() == 0


def test_a_moderator_neither_sees_nor_decides_what_concerns_them(desk, board, mia):
    own = reported(board, author=mia)
    assert shown(desk.get(QUEUE)) == ["Nothing here yet"]
    assert desk.get(case_page(own)).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Insult", "Advert", "Wait"]),
        ("waits=reported", ["Insult", "Advert"]),
        ("waits=unread", ["Wait"]),
        ("reason=advertising", ["Advert"]),
        ("status=decided", ["Done"]),
        ("q=thieves", ["Insult"]),
        ("q=Zoe", ["Wait"]),
    ],
)
def test_the_queue_is_filtered(desk, board, mia, query, found):
    reported(board, "Insult", words="It calls us thieves.")
    reported(board, "Advert", reason="advertising", words="")
    waiting = make_waiting_post(person("Zoe"), board)
    type(waiting.topic).objects.filter(pk=waiting.topic_id).update(title="Wait")
    make_decision(mia, reported(board, "Done"), "dismiss")
    assert shown(desk.get(f"{QUEUE}?{query}")) == found


@pytest.mark.parametrize("query", ["status=lost", "waits=x", "reason=boring", "q=" + "x" * 201])
def test_a_filter_that_is_not_understood_is_said(desk, board, query):
    assert desk.get(f"{QUEUE}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["page=2", "page=x"])
def test_there_is_no_page_beyond_the_last(desk, board, query):
    assert desk.get(f"{QUEUE}?{query}").status_code == 404


def test_reports_of_one_thing_are_one_line(desk, board):
    post = reported(board)
    for _ in range(2):
        make_report(post, reason="advertising")
    response = desk.get(QUEUE)
    assert [shown(response), "3 reports" in response.content.decode()] == [["Reported"], True]


def test_an_empty_queue_says_what_will_be_there(desk, board):
    assert shown(desk.get(QUEUE)) == ["Nothing here yet"]
    assert shown(desk.get(f"{QUEUE}?reason=other")) == ["Nothing matches these filters"]


def test_the_menu_counts_what_waits_for_whoever_decides(client, board, mia):
    reported(board)
    make_waiting_post(board=board)
    found = {}
    for user in (mia, UserFactory(first_name="Otto", groups=["Editors"]), UserFactory(first_name="Ida")):
        client.force_login(user)
        response = client.get("/en/join/thanks/")
        found[user.first_name] = [texts(response, "summary")[0], reverse("moderation") in response.content.decode()]
    assert [words for words, _has_desk in found.values()] == ["Mia4 new or waiting", "Otto", "Ida"]


def test_a_case_shows_the_post_what_stands_around_it_and_what_was_decided_before(desk, board, mia):
    anton = person("Anton")
    board.first_posts_wait = 0
    board.save()
    earlier = make_shown_post(anton, board)
    make_decision(mia, earlier, "warn", words="Mind your words.")
    elsewhere = make_board(moderators=[UserFactory()])
    make_decision(
        elsewhere.memberships.get().user, make_shown_post(anton, elsewhere), "warn", words="A secret of theirs."
    )
    post = make_post(anton, earlier.topic, "You are thieves.")
    make_post(UserFactory(), earlier.topic, "Calm down, please.")
    make_report(post, person("Olga"), words="The first line.")
    said = " ".join(texts(desk.get(case_page(post)), "p"))
    for words in ("You are thieves.", "Calm down, please.", "The first line.", "Mind your words."):
        assert words in said
    assert "A secret of theirs." not in said


def test_what_its_author_takes_back_before_anybody_read_it_waits_no_longer(board):
    post = make_waiting_post(board=board)
    assert Case.objects.open().count() == 1
    delete_post(post.author, post)
    assert [Case.objects.count(), Report.objects.count()] == [0, 0]
