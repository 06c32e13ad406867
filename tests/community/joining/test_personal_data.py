"""What is known of people at the door goes with them, and in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.joining.actions.invitations import accept_invitation, invite
from community.joining.actions.requests import ask_to_join, refuse_request
from community.joining.models import Invitation, JoinRequest
from community.joining.personal_data import _erase, _forget, _records
from tests.factories.joining import InvitationFactory, JoinRequestFactory
from tests.factories.people import UserFactory
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db
PERSON = {"first_name": "Jonas", "last_name": "Becker", "language": "de"}


@pytest.fixture
def claire(site):
    return UserFactory(groups=["Coordinators"], email="claire@example.org")


@pytest.fixture
def jonas(claire):
    """Asked, was invited, came in, asked once more, and has another address now."""
    ask_to_join("jonas@example.org", organisation_name="Mälzerei", why="x", **PERSON)
    invitation = invite("jonas@example.org", kind="member", invited_by=claire)
    user = accept_invitation(invitation, password="vapeur-et-condensats", **PERSON)
    ask_to_join("jonas@example.org", organisation_name="Mälzerei", why="x", **PERSON)
    return user


def test_who_goes_leaves_no_name_at_the_door_and_in_no_mail(jonas, claire):
    JoinRequestFactory(last_name="Other")
    InvitationFactory(last_name="Other")
    before = Notification.objects.count()
    _erase(jonas, wants_removal=False)
    Notification.objects.of(jonas).delete()
    assert [JoinRequest.objects.get().last_name, Invitation.objects.get().last_name] == ["Other", "Other"]
    assert [before, [row.kind for row in Notification.objects.all() if "Becker" in str(row.data)]] == [5, []]
    assert Notification.objects.filter(address="jonas@example.org").count() == 0


def test_a_person_gets_what_they_wrote_and_their_invitation_under_another_address_too(jonas):
    jonas.email = "j.becker@example.org"
    [record] = _records(jonas)
    assert [[row["email"] for row in record["invitations"]], record["requests"]] == [["jonas@example.org"], []]


def test_what_is_past_its_time_goes_with_what_was_told_of_it_and_what_waits_stays(claire):
    ask_to_join("late@example.org", organisation_name="Mälzerei", why="x", **PERSON)
    refuse_request(JoinRequest.objects.get(), claire, word="No.")
    InvitationFactory()
    JoinRequestFactory(last_name="Waits")
    assert _forget(timezone.now() + timedelta(days=360)) == 0
    assert _forget(timezone.now() + timedelta(days=400)) == 2
    assert [JoinRequest.objects.get().last_name, Notification.objects.filter(kind="join-request").count()] == [
        "Waits", 0
    ]  # fmt: skip
