"""The number of SQL statements of the moderators' pages does not grow with their rows."""

import pytest

from community.moderation.actions.complaints import contest
from tests.factories.forum import make_board, make_post
from tests.factories.moderation import make_decision, make_report, make_shown_post, person
from tests.factories.people import UserFactory
from tests.testing import statements

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[1, 3])
def number(request):
    return request.param


@pytest.fixture
def mia(site):
    return person("Mia")


@pytest.fixture
def board(mia):
    return make_board(moderators=[mia])


def assert_statement_count(client, address: str, name: str) -> None:
    client.get(address)
    with statements(f"moderation: {name}"):
        assert client.get(address).status_code == 200


def test_the_queue_takes_as_many_statements_for_many_cases(client, board, mia, number):
    for _ in range(number):
        post = make_shown_post(board=board)
        for _reporter in range(number):
            make_report(post)
    client.force_login(mia)
    assert_statement_count(client, "/en/my/moderation/", "the queue")


def test_a_case_takes_as_many_statements_for_many_reports_and_decisions(client, board, mia, number):
    anton = UserFactory()
    post = make_shown_post(anton, board)
    for _ in range(number):
        make_post(UserFactory(), post.topic)
        make_decision(mia, make_shown_post(anton, board), "warn")
        make_decision(mia, post, "warn")
        make_report(post)
    client.force_login(mia)
    assert_statement_count(client, f"/en/my/moderation/post/{post.pk}/", "a case")


def test_the_list_of_complaints_takes_as_many_statements_for_many(client, board, mia, number):
    for _ in range(number):
        post = make_shown_post(UserFactory(), board)
        contest(post.author, make_decision(mia, post), "Why?")
    client.force_login(UserFactory(groups=["Coordinators"]))
    assert_statement_count(client, "/en/my/moderation/complaints/", "the complaints")


@pytest.mark.parametrize("role", ["member", "moderator", "coordinator"])
def test_the_menu_takes_as_many_statements_for_many_cases(client, board, mia, number, role):
    for _ in range(number):
        make_report(make_shown_post(board=board))
    people = {
        "member": UserFactory,
        "moderator": lambda: mia,
        "coordinator": lambda: UserFactory(groups=["Coordinators"]),
    }
    client.force_login(people[role]())
    assert_statement_count(client, "/en/join/thanks/", f"the menu of a {role}")
