"""Who is still notified of moderation when the mail is sent, and the links on the page of notifications."""

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


def still_notified(kind: str) -> list[str]:
    """Return the names of the recipients to whom the notification is still relevant."""
    rows = list(Notification.objects.filter(kind=kind).select_related("recipient").order_by("pk"))
    lines.prefetch_for_lines(rows)
    still = lines.still_relevant(rows)
    return [row.recipient.first_name for row in rows if row.pk in still]


def test_moderators_are_notified_while_the_case_is_open_and_theirs(board, mia):
    post = make_shown_post(board=board)
    make_report(post)
    assert still_notified("moderation-case") == ["Mia", "Max"]
    BoardMember.objects.filter(user=mia).delete()
    assert still_notified("moderation-case") == ["Max"]
    make_decision(BoardMember.objects.get().user, post, "dismiss")
    assert still_notified("moderation-case") == []


def test_a_suspended_moderator_is_not_notified(board, mia):
    make_report(make_shown_post(board=board))
    claire = person("Claire", groups=["Coordinators"])
    make_decision(claire, make_shown_post(mia, board), "suspend", days=3)
    assert still_notified("moderation-case") == ["Max"]


def test_only_current_coordinators_are_notified_of_a_complaint(board, mia):
    claire = person("Claire", groups=["Coordinators"])
    post = make_shown_post(board=board)
    contest(post.author, make_decision(mia, post), "Why?")
    assert still_notified("moderation-complaint") == ["Claire"]
    claire.groups.clear()
    assert still_notified("moderation-complaint") == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_does_not_grow_with_the_notifications(board, number):
    for _ in range(number):
        make_report(make_shown_post(board=board))
    still_notified("moderation-case")
    with statements("notices of moderation"):
        assert len(still_notified("moderation-case")) == 2 * number


def test_the_notification_page_links_to_each_target(client, board, mia):
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
