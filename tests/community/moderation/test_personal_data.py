"""Reports and decisions in exports, after the erasure of an account, and after their retention period."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.moderation import personal_data
from community.moderation.actions.complaints import contest
from community.moderation.models import Case, Complaint, Decision, Report, Suspension
from tests.factories.forum import make_board
from tests.factories.moderation import make_decision, make_report, make_shown_post, person
from website.core.personal_data import all_holdings
from website.notifications.models import Notification
from website.privacy.actions import erase_account

pytestmark = pytest.mark.django_db
HOLDINGS = {holding.name: holding for holding in all_holdings()}


@pytest.fixture
def mia(site):
    return person("Mia")


@pytest.fixture
def anton(site):
    return person("Anton")


@pytest.fixture
def post(mia, anton):
    return make_shown_post(anton, make_board(moderators=[mia]), body="You are thieves.")


def test_erasing_an_account_anonymises_its_reports(post):
    olga = person("Olga")
    make_report(post, olga)
    make_report(post, email="olga@example.org", name="Olga")
    erase_account(olga)
    assert list(Report.objects.values_list("reporter", "name", "email")) == [(None, "", ""), (None, "", "")]
    assert Notification.objects.filter(kind="report-received").count() == 0


def test_erasing_an_account_anonymises_the_decisions_about_it(post, mia, anton):
    edited = make_decision(mia, post, "edit", text="I disagree.")
    contest(anton, edited, "My words.")
    make_decision(mia, post, "suspend", days=30)
    erase_account(anton, wants_removal=True)
    rows = list(Decision.objects.values_list("person", "words", "text_before", "text_after"))
    assert [rows, Suspension.objects.count(), Complaint.objects.get().words] == [[(None, "", "", "")] * 2, 0, ""]
    assert Decision.objects.filter(ended_at=None).count() == 0
    assert Case.objects.get().person is None


def test_erasing_a_moderator_keeps_their_decisions(post, mia):
    make_decision(mia, post)
    erase_account(mia)
    assert list(Decision.objects.values_list("moderator", "words")) == [(None, "It insults a colleague.")]


def test_an_export_contains_reports_and_decisions(post, mia, anton):
    make_report(post, mia, words="Third line.")
    make_report(post, email="anton@example.org", name="Anton", words="Before I had an account.")
    decision = make_decision(mia, post)
    contest(anton, decision, "My words.")
    assert [row["words"] for row in HOLDINGS["reports"].records(anton)] == ["Before I had an account."]
    [record] = HOLDINGS["decisions"].records(anton)
    assert [[row["words"] for row in record[name]] for name in ("decisions", "complaints", "decided_by_you")] == [
        ["It insults a colleague."], ["My words."], []
    ]  # fmt: skip
    [record] = HOLDINGS["decisions"].records(mia)
    assert [record["decisions"], [row["verb"] for row in record["decided_by_you"]]] == [[], ["hide"]]


def test_expired_rows_are_deleted_with_their_notifications_and_current_ones_stay(post, mia, anton):
    make_report(post)
    make_decision(mia, post, "dismiss")
    hidden = make_decision(mia, make_shown_post(anton, post.topic.board))
    waiting = make_report(make_shown_post(anton))
    now = timezone.now()
    assert [personal_data._forget_reports(now + timedelta(days=360)), HOLDINGS["decisions"].forget(now)] == [0, 0]
    late = now + timedelta(days=400)
    assert [HOLDINGS["reports"].forget(late), HOLDINGS["decisions"].forget(late)] == [1, 1]
    assert [list(Report.objects.all()), list(Decision.objects.all()), Case.objects.count()] == [[waiting], [hidden], 2]
    assert Notification.objects.filter(kind="report-decided").count() == 0
