"""Simultaneous decisions, reports and reviews, on a database with row locks."""

import pytest

from community.moderation.actions.complaints import AlreadyReviewed, contest, review
from community.moderation.actions.deciding import AlreadyDecided
from community.moderation.models import Case, Complaint, Decision, Report
from tests.concurrency import overlapping
from tests.factories.forum import make_board
from tests.factories.moderation import make_decision, make_report, make_shown_post, person
from website.notifications.models import Notification

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def moderators(site):
    return [person("Mia"), person("Max")]


@pytest.fixture
def post(moderators):
    return make_shown_post(person("Anton"), make_board(moderators=moderators))


def test_only_the_first_of_two_simultaneous_decisions_is_taken(moderators, post):
    mia, max_roth = moderators
    make_report(post, person("Olga"))
    late = []

    def warn():
        try:
            make_decision(max_roth, post, "warn")
        except AlreadyDecided as error:
            late.append(error.decision.moderator)

    overlapping(lambda: make_decision(mia, post), warn)
    post.refresh_from_db()
    assert [Decision.objects.get().verb, late, post.state] == ["hide", [mia], "hidden"]
    assert Notification.objects.filter(kind="report-decided").count() == 1


def test_a_report_sent_during_a_decision_stays_open(moderators, post):
    make_report(post, person("Olga"))
    overlapping(lambda: make_decision(moderators[0], post, "dismiss"), lambda: make_report(post, person("Lena")))
    assert [Report.objects.open().get().reporter.first_name, Case.objects.open().count()] == ["Lena", 1]


def test_two_simultaneous_reports_notify_the_moderators_once(moderators, post):
    people = [person("Olga"), person("Lena")]
    overlapping(lambda: make_report(post, people[0]), lambda: make_report(post, people[1]))
    assert [Report.objects.count(), Notification.objects.filter(kind="moderation-case").count()] == [2, 2]


def test_only_the_first_of_two_simultaneous_reviews_counts(moderators, post):
    first, second = (person(name, groups=["Coordinators"]) for name in ("Claire", "Odile"))
    contest(post.author, make_decision(moderators[0], post), "Why?")
    late = []

    def uphold():
        try:
            review(second, Complaint.objects.get(), stands=True, answer="It stands.")
        except AlreadyReviewed as error:
            late.append(error.complaint.reviewer)

    overlapping(lambda: review(first, Complaint.objects.get(), stands=False, answer="Sorry."), uphold)
    post.refresh_from_db()
    assert [Complaint.objects.get().stands, late, post.state] == [False, [first], "shown"]
