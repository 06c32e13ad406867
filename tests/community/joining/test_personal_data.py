"""Requests and invitations are exported, erased with the account, and deleted after a time."""

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
    """A user who asked to join, was invited, joined and asked again."""
    ask_to_join("jonas@example.org", organisation_name="Mälzerei", why="x", **PERSON)
    invitation = invite("jonas@example.org", kind="member", invited_by=claire)
    user = accept_invitation(invitation, password="vapeur-et-condensats", **PERSON)
    ask_to_join("jonas@example.org", organisation_name="Mälzerei", why="x", **PERSON)
    return user


def test_an_erasure_deletes_the_persons_requests_invitations_and_names_in_mails(jonas, claire):
    JoinRequestFactory(last_name="Other")
    InvitationFactory(last_name="Other")
    before = Notification.objects.count()
    _erase(jonas, wants_removal=False)
    Notification.objects.of(jonas).delete()
    assert [JoinRequest.objects.get().last_name, Invitation.objects.get().last_name] == ["Other", "Other"]
    assert [before, [row.kind for row in Notification.objects.all() if "Becker" in str(row.data)]] == [5, []]
    assert Notification.objects.filter(address="jonas@example.org").count() == 0


def test_an_export_contains_requests_and_invitations_of_a_former_address_too(jonas):
    jonas.email = "j.becker@example.org"
    [record] = _records(jonas)
    assert [[row["email"] for row in record["invitations"]], record["requests"]] == [["jonas@example.org"], []]


def test_old_rows_are_deleted_with_their_notifications_and_pending_ones_are_not(claire):
    ask_to_join("late@example.org", organisation_name="Mälzerei", why="x", **PERSON)
    refuse_request(JoinRequest.objects.get(), claire, word="No.")
    InvitationFactory()
    JoinRequestFactory(last_name="Waits")
    assert _forget(timezone.now() + timedelta(days=360)) == 0
    assert _forget(timezone.now() + timedelta(days=400)) == 2
    assert [JoinRequest.objects.get().last_name, Notification.objects.filter(kind="join-request").count()] == [
        "Waits", 0
    ]  # fmt: skip
