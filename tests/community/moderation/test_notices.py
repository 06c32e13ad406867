"""Whom moderation is still told to when the mail would leave, and what the page of notifications says of it."""

import pytest

from community.forum.models import BoardMember
from community.moderation.actions.complaints import contest
from tests.factories.forum import make_board
from tests.factories.moderation import make_decision, make_report, make_shown_post, person
from tests.reading import texts
from tests.testing import statements
from website.notifications import lines
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(site):
    return person("Mia")


@pytest.fixture
def board(mia):
    return make_board(moderators=[mia, person("Max")])


def told(kind: str) -> list[str]:
    """The names of those who may still be told."""
    rows = list(Notification.objects.filter(kind=kind).select_related("recipient").order_by("pk"))
    lines.prefetch_for_lines(rows)
    still = lines.still_relevant(rows)
    return [row.recipient.first_name for row in rows if row.pk in still]


def test_moderators_are_told_while_it_waits_and_is_theirs(board, mia):
    post = make_shown_post(board=board)
    make_report(post)
    assert told("moderation-case") == ["Mia", "Max"]
    BoardMember.objects.filter(user=mia).delete()
    assert told("moderation-case") == ["Max"]
    make_decision(BoardMember.objects.get().user, post, "dismiss")
    assert told("moderation-case") == []


def test_a_suspended_moderator_is_not(board, mia):
    make_report(make_shown_post(board=board))
    claire = person("Claire", groups=["Coordinators"])
    make_decision(claire, make_shown_post(mia, board), "suspend", days=3)
    assert told("moderation-case") == ["Max"]


def test_coordinators_are_told_of_a_complaint_until_it_is_answered(board, mia):
    claire = person("Claire", groups=["Coordinators"])
    post = make_shown_post(board=board)
    contest(post.author, make_decision(mia, post), "Why?")
    assert told("moderation-complaint") == ["Claire"]
    claire.groups.clear()
    assert told("moderation-complaint") == []


@pytest.mark.parametrize("number", [1, 3])
def test_many_are_asked_about_at_once(board, number):
    for _ in range(number):
        make_report(make_shown_post(board=board))
    told("moderation-case")
    with statements("notices of moderation"):
        assert len(told("moderation-case")) == 2 * number


def test_the_page_of_notifications_leads_to_each(client, board, mia):
    anton, claire = person("Anton"), person("Claire", groups=["Coordinators"])
    post = make_shown_post(anton, board)
    report = make_report(post, person("Olga"))
    pages = {}
    decision = make_decision(claire, post)
    make_report(make_shown_post(person("Zoe"), board))
    for user, address in (
        (mia, "/en/my/moderation/post/"),
        (anton, f"/en/my/decisions/{decision.pk}/"),
        (report.reporter, f"/en/reports/{report.token}/"),
    ):
        client.force_login(user)
        response = client.get("/en/my/notifications/")
        pages[user.first_name] = [response.status_code, address in response.content.decode()]
        assert texts(response, "h1")
    assert list(pages.values()) == [[200, True]] * 3
