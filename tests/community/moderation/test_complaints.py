"""Complaints about decisions, and their review by a coordinator who did not take the decision."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from community.moderation.actions.complaints import AlreadyReviewed, contest, contest_as_reporter, review
from community.moderation.models import Case, Complaint, Decision, Suspension
from community.moderation.permissions import can_review
from tests.factories.forum import make_board
from tests.factories.moderation import make_decision, make_report, make_shown_post, person
from tests.factories.people import UserFactory
from tests.reading import texts
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db
WHY = {"words": "It quotes the report of the town."}


@pytest.fixture
def mia(site):
    return person("Mia")


@pytest.fixture
def anton():
    return person("Anton")


@pytest.fixture
def claire(site):
    return person("Claire", groups=["Coordinators"])


@pytest.fixture
def post(mia, anton):
    return make_shown_post(anton, make_board(moderators=[mia]), body="You are thieves.")


@pytest.fixture
def decision(mia, claire, post):
    return make_decision(mia, post)


def state(post) -> list:
    post.refresh_from_db()
    return [post.state, post.body]


def test_the_person_concerned_complains_once_at_the_address_in_the_mail(client, decision, anton, claire, mailoutbox):
    client.force_login(anton)
    address = f"/en/my/decisions/{decision.pk}/"
    response = client.post(address, WHY, follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert [Complaint.objects.get().words, [mail.to for mail in mailoutbox]] == [WHY["words"], [[claire.email]]]
    assert WHY["words"] in texts(response, "p")
    assert Notification.objects.get(kind="moderation-complaint").reason_kind == "duty"
    assert [client.post(address, {"words": "And more."}).status_code, Complaint.objects.count()] == [400, 1]
    with pytest.raises(PermissionDenied):
        contest(anton, decision, "And more.")


def test_nobody_else_reads_or_contests_a_decision(client, decision, mia, claire):
    for user in (UserFactory(), mia, claire):
        client.force_login(user)
        address = f"/en/my/decisions/{decision.pk}/"
        assert [client.get(address).status_code, client.post(address, WHY).status_code] == [404, 404]
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize("words", ["", "  ", "x" * 3001])
def test_a_complaint_says_why(client, decision, anton, words):
    client.force_login(anton)
    response = client.post(f"/en/my/decisions/{decision.pk}/", {"words": words})
    assert [response.status_code, texts(response, "textarea"), Complaint.objects.count()] == [400, [words.strip()], 0]


def test_after_six_months_it_is_too_late(decision, anton):
    Decision.objects.update(decided_at=decision.decided_at - timedelta(days=183))
    assert contest(anton, Decision.objects.get(), "Just in time.")
    Complaint.objects.all().delete()
    Decision.objects.update(decided_at=decision.decided_at - timedelta(days=185))
    with pytest.raises(PermissionDenied):
        contest(anton, Decision.objects.get(), "Too late.")


def test_a_decision_without_a_restriction_cannot_be_contested_by_the_author(post, mia, anton, decision):
    with pytest.raises(PermissionDenied):
        contest(anton, make_decision(mia, post, "show"), "Why?")


def test_a_reverted_decision_shows_the_hidden_post_again(client, decision, anton, claire, post):
    complaint = contest(anton, decision, **WHY)
    client.force_login(claire)
    address = f"/en/my/moderation/complaints/{complaint.pk}/"
    assert texts(client.get("/en/my/moderation/complaints/"), "h3") == [f"Hidden – {post.topic.title}"]
    response = client.post(address, {"stands": "no", "answer": "It is a quotation."}, follow=True)
    assert response.redirect_chain == [(address, 302)]
    complaint.refresh_from_db()
    assert [complaint.stands, complaint.reviewer, state(post)[0]] == [False, claire, "shown"]
    assert Notification.objects.get(kind="moderation-complaint-decided").recipient == anton
    assert ModelLogEntry.objects.filter(action="moderation.reverse", user=claire).count() == 1
    client.force_login(anton)
    assert "It is a quotation." in texts(client.get(f"/en/my/decisions/{decision.pk}/"), "p")


def test_an_upheld_decision_changes_nothing_and_the_mail_names_the_other_remedies(
    client, decision, anton, claire, post, mailoutbox
):
    complaint = contest(anton, decision, **WHY)
    client.force_login(claire)
    client.post(f"/en/my/moderation/complaints/{complaint.pk}/", {"stands": "yes", "answer": "It insults."})
    [mail] = mailoutbox
    assert [state(post)[0], mail.to, "You can go to court." in mail.body] == ["hidden", [anton.email], True]


def test_each_kind_of_decision_can_be_reverted(mia, claire, anton, post):
    edited = make_decision(mia, post, "edit", text="I disagree.")
    review(claire, contest(anton, edited, **WHY), stands=False, answer="Sorry.")
    assert [state(post)[1], post.notice] == ["You are thieves.", ""]
    suspended = make_decision(mia, post, "suspend", days=30, hides=True)
    assert [state(post)[0], Suspension.objects.in_force().count()] == ["hidden", 1]
    review(claire, contest(anton, suspended, **WHY), stands=False, answer="Sorry.")
    assert [state(post)[0], Suspension.objects.in_force().count()] == ["shown", 0]


def test_later_changes_by_others_are_not_reverted(mia, claire, anton, post):
    edited = make_decision(mia, post, "edit", text="I disagree.")
    make_decision(mia, post, "edit", text="I disagree, politely.")
    review(claire, contest(anton, edited, **WHY), stands=False, answer="Sorry.")
    assert state(post)[1] == "I disagree, politely."
    warned = make_decision(mia, post, "warn", hides=True)
    make_decision(mia, post, "show")
    hidden = make_decision(mia, post)
    review(claire, contest(anton, warned, **WHY), stands=False, answer="Sorry.")
    assert [state(post)[0], hidden.ended_at] == ["hidden", None]


def test_a_complaint_goes_to_coordinators_who_did_not_take_the_decision_if_there_are_any(post, anton, claire):
    odile = person("Odile", groups=["Coordinators"])
    complaint = contest(anton, make_decision(claire, post), **WHY)
    recipients = [row.recipient for row in Notification.objects.filter(kind="moderation-complaint")]
    assert [recipients, can_review(claire, complaint), can_review(odile, complaint)] == [[odile], False, True]
    odile.groups.clear()
    assert can_review(claire, Complaint.objects.get()) is True


def test_the_check_and_the_queryset_for_reviewing_agree(post, mia, anton, claire, decision):
    odile = person("Odile", groups=["Coordinators"])
    contest(anton, decision, **WHY)
    concerned = make_shown_post(odile)
    contest(odile, make_decision(claire, concerned), **WHY)
    people = (mia, anton, claire, odile, UserFactory(is_superuser=True))
    for user in people:
        seen = set(Complaint.objects.reviewable_by(user))
        assert seen == {complaint for complaint in Complaint.objects.all() if can_review(user, complaint)}
    assert [Complaint.objects.reviewable_by(user).count() for user in people] == [0, 0, 1, 1, 2]


def test_only_coordinators_see_complaints(client, decision, anton, mia):
    complaint = contest(anton, decision, **WHY)
    for user in (mia, anton):
        client.force_login(user)
        address = "/en/my/moderation/complaints/"
        assert [client.get(address).status_code, client.get(f"{address}{complaint.pk}/").status_code] == [403, 404]


def test_the_second_of_two_coordinators_learns_who_was_first(client, decision, anton, claire):
    complaint = contest(anton, decision, **WHY)
    review(person("Odile", groups=["Coordinators"]), complaint, stands=True, answer="It insults.")
    client.force_login(claire)
    address = f"/en/my/moderation/complaints/{complaint.pk}/"
    response = client.post(address, {"stands": "no", "answer": "x"}, follow=True)
    assert "Odile Roth decided first: the decision is upheld. Your decision was not saved." in texts(response, "p")
    with pytest.raises(AlreadyReviewed):
        review(claire, complaint, stands=False, answer="x")


@pytest.mark.parametrize("data", [{}, {"stands": "maybe", "answer": "x"}, {"stands": "no", "answer": " "}])
def test_an_invalid_answer_changes_nothing(client, decision, anton, claire, data):
    complaint = contest(anton, decision, **WHY)
    client.force_login(claire)
    assert client.post(f"/en/my/moderation/complaints/{complaint.pk}/", data).status_code == 400
    assert Complaint.objects.open().count() == 1


def test_a_reporter_contests_a_dismissal_once_by_the_link_and_the_report_is_reopened(
    client, post, mia, claire, mailoutbox
):
    report = make_report(post, email="lena@example.org", name="Lena")
    make_decision(mia, post, "dismiss")
    report.refresh_from_db()
    client.post(f"/en/reports/{report.token}/", WHY)
    assert client.post(f"/en/reports/{report.token}/", WHY).status_code == 400
    complaint = Complaint.objects.get()
    review(claire, complaint, stands=False, answer="Right.")
    report.refresh_from_db()
    assert [report.decision, Case.objects.open().count()] == [None, 1]
    assert Notification.objects.get(kind="moderation-complaint-decided").address == "lena@example.org"
    make_decision(claire, post)
    with pytest.raises(PermissionDenied):
        contest_as_reporter(type(report).objects.get(), "x")
