"""The moderators' queue, its filters, the page of a case, and the counter in the menu."""

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
def moderator_client(client, mia):
    client.force_login(mia)
    return client


def headings(response) -> list[str]:
    return texts(response, "h3")


def case_url(post) -> str:
    return f"{QUEUE}post/{post.pk}/"


def make_reported_post(board, title="Reported", author=None, **fields):
    post = make_shown_post(author or UserFactory(), board if not board.first_posts_wait else make_board())
    post.topic.title, post.topic.board = title, board
    post.topic.save()
    make_report(post, **fields)
    return post


def test_moderators_see_the_cases_of_their_boards_and_coordinators_all_cases(client, board, mia):
    make_reported_post(board, "Mine")
    make_reported_post(make_board(moderators=[UserFactory()]), "Another board")
    make_waiting_post(board=board)
    found = {}
    for user in (mia, UserFactory(groups=["Coordinators"])):
        client.force_login(user)
        found[user.first_name] = sorted(headings(client.get(QUEUE)))
    assert found == {
        "Mia": ["Mine", "Who uses condensate at 60 °C?"],
        "Camille": ["Another board", "Mine", "Who uses condensate at 60 °C?"],
    }


@pytest.mark.parametrize("make", [lambda: UserFactory(), lambda: UserFactory(groups=["Editors"])])
def test_users_who_moderate_nothing_have_no_queue(client, board, make):
    client.force_login(make())
    assert client.get(QUEUE).status_code == 403


def test_the_case_of_another_board_is_not_found(moderator_client, board):
    other = make_reported_post(make_board(moderators=[UserFactory()]))
    assert [
        moderator_client.get(case_url(other)).status_code,
        moderator_client.post(case_url(other), {"verb": "hide"}).status_code,
    ] == [404] * 2
    assert [
        moderator_client.get(f"{QUEUE}post/999/").status_code,
        moderator_client.get(f"{QUEUE}sheet/1/").status_code,
    ] == [404] * 2
    assert Decision.objects.count() == 0


def test_moderators_neither_see_nor_decide_their_own_cases(moderator_client, board, mia):
    own = make_reported_post(board, author=mia)
    assert headings(moderator_client.get(QUEUE)) == ["Nothing here yet"]
    assert moderator_client.get(case_url(own)).status_code == 404


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
def test_the_queue_can_be_filtered(moderator_client, board, mia, query, found):
    make_reported_post(board, "Insult", words="It calls us thieves.")
    make_reported_post(board, "Advert", reason="advertising", words="")
    waiting = make_waiting_post(person("Zoe"), board)
    type(waiting.topic).objects.filter(pk=waiting.topic_id).update(title="Wait")
    make_decision(mia, make_reported_post(board, "Done"), "dismiss")
    assert headings(moderator_client.get(f"{QUEUE}?{query}")) == found


@pytest.mark.parametrize("query", ["status=lost", "waits=x", "reason=boring", "q=" + "x" * 201])
def test_an_invalid_filter_is_a_bad_request(moderator_client, board, query):
    assert moderator_client.get(f"{QUEUE}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["page=2", "page=x"])
def test_a_page_that_does_not_exist_is_not_found(moderator_client, board, query):
    assert moderator_client.get(f"{QUEUE}?{query}").status_code == 404


def test_reports_of_one_thing_are_one_case(moderator_client, board):
    post = make_reported_post(board)
    for _ in range(2):
        make_report(post, reason="advertising")
    response = moderator_client.get(QUEUE)
    assert [headings(response), "3 reports" in response.content.decode()] == [["Reported"], True]


def test_an_empty_queue_says_what_will_be_there(moderator_client, board):
    assert headings(moderator_client.get(QUEUE)) == ["Nothing here yet"]
    assert headings(moderator_client.get(f"{QUEUE}?reason=other")) == ["No results for these filters"]


def test_the_menu_counts_open_cases_for_moderators_only(client, board, mia):
    make_reported_post(board)
    make_waiting_post(board=board)
    found = {}
    for user in (mia, UserFactory(first_name="Otto", groups=["Editors"]), UserFactory(first_name="Ida")):
        client.force_login(user)
        response = client.get("/en/join/thanks/")
        found[user.first_name] = [texts(response, "summary")[0], reverse("moderation") in response.content.decode()]
    assert [words for words, _has_desk in found.values()] == ["Mia4 new or waiting", "Otto", "Ida"]


def test_a_case_shows_the_post_its_context_and_earlier_decisions(moderator_client, board, mia):
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
    page_text = " ".join(texts(moderator_client.get(case_url(post)), "p"))
    for words in ("You are thieves.", "Calm down, please.", "The first line.", "Mind your words."):
        assert words in page_text
    assert "A secret of theirs." not in page_text


def test_deleting_a_waiting_post_closes_its_case(board):
    post = make_waiting_post(board=board)
    assert Case.objects.open().count() == 1
    delete_post(post.author, post)
    assert [Case.objects.count(), Report.objects.count()] == [0, 0]
