"""Notifications of new entries of the directory, on the site and in mails."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from community.follows.subjects.lists import FollowedList
from community.members.actions import update_profile
from tests.factories.follows import make_follow, make_follower
from tests.factories.people import join
from tests.factories.topics import OrganisationFactory
from website.core.personal_data import all_holdings as every_holding
from website.notifications.actions.digests import send_digests, write_digests
from website.notifications.lines import site_entries
from website.notifications.models import Notification
from website.topics.actions import announce_organisation

pytestmark = pytest.mark.django_db
KIND = "directory-entry"


def on_the_site(user) -> list[tuple]:
    """Return the lines of the page of notifications."""
    rows = list(Notification.objects.filter(recipient=user).select_related("recipient"))
    with translation.override("en"):
        lines = [each["line"] for each in site_entries(rows, user)]
    return [(line.group, line.title, line.words) for line in lines if line]


def test_a_line_names_the_new_entry_and_the_list(entry):
    reader = make_follower(FollowedList("members", "expertise=water"))
    make_follow(FollowedList("organisations"), reader)
    somebody = join(**entry, job_title_audience="nobody")
    firm = OrganisationFactory(name="Sägewerk", city="Kehl", country="DE")
    announce_organisation(firm)
    assert sorted(on_the_site(reader)) == [
        ("Members – Expertise: Water", "New in the directory: Léa Weber", "Member – Papeterie du Ried, Colmar, France"),
        ("Organisations", "New in the directory: Sägewerk", "Organisation – Company, Kehl, Germany"),
    ]
    firm.delete()
    update_profile(somebody, expertise_audience="nobody")
    assert on_the_site(reader) == []
    update_profile(somebody, expertise_audience="members", bio="")
    assert len(on_the_site(reader)) == 1


@pytest.mark.parametrize(
    "change",
    [{"visibility": "nobody"}, {"expertise_audience": "nobody"}, {"expertise": []}, {"bio_audience": "nobody"}],
)
def test_an_entry_hidden_before_the_mail_is_sent_is_not_in_it(entry, mailoutbox, change):
    reader = make_follower(FollowedList("members", "q=méthanisation&expertise=water"), language="de")
    somebody = join(**entry)
    update_profile(somebody, **change)
    assert on_the_site(reader) == []
    assert deliver(reader) == 0
    assert mailoutbox == []


def deliver(user) -> int:
    """Send the digest of the day after tomorrow."""
    day = timezone.now().replace(hour=12) + timedelta(days=2)
    return sum(send_digests(pks) for pks in write_digests(day))


def test_the_digest_lists_entries_in_the_readers_language(entry, mailoutbox):
    reader = make_follower(FollowedList("members", "expertise=water"), language="de")
    somebody = join(**entry)
    assert deliver(reader) == 1
    [message] = mailoutbox
    assert (message.to, message.subject) == ([reader.email], "Neu im Verzeichnis: Léa Weber")
    assert (
        "* Neu im Verzeichnis: Léa Weber\n  Mitglied – Ingénieure, Papeterie du Ried, Colmar, Frankreich\n"
        in message.body
    )
    with translation.override("de"):
        assert f"http://localhost:8000{somebody.get_absolute_url()}\n" in message.body
    assert deliver(reader) == 0


def test_a_follow_at_once_sends_a_mail_of_its_own(entry, mailoutbox, django_capture_on_commit_callbacks):
    make_follow(FollowedList("members"), pace="at_once")
    with django_capture_on_commit_callbacks(execute=True):
        join(**entry)
    [message] = mailoutbox
    assert message.subject == "New in the directory: Léa Weber"
    assert "Léa Weber\nMember – Ingénieure, Papeterie du Ried, Colmar, France\n" in message.body
    assert "You follow “Members”." in message.body
    assert message.extra_headers["List-Id"].startswith('"Members" <follow-')


def test_erasure_of_a_member_deletes_the_notifications_about_them(entry):
    make_follow(FollowedList("members"))
    somebody = join(**entry)
    [holding] = [each for each in every_holding() if each.name == "directory"]
    holding.erase(somebody.user, False)
    assert not Notification.objects.filter(kind=KIND).exists()
