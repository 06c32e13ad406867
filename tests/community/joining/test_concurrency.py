"""Concurrent actions: one succeeds, the other raises or finds the result."""

import pytest
from django.core import mail

from community.joining.actions.invitations import InvitationClosed, accept_invitation, invite
from community.joining.actions.requests import RequestAlreadyDecided, accept_request, ask_to_join, refuse_request
from community.joining.models import Invitation, JoinRequest
from tests.concurrency import overlapping
from tests.factories.joining import InvitationFactory, JoinRequestFactory
from tests.factories.people import UserFactory
from website.accounts.models import User
from website.notifications.actions import notify, send
from website.notifications.models import ExternalRecipient

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PERSON = {"password": "vapeur-et-condensats", "first_name": "Jonas", "last_name": "Becker", "language": "de"}


def test_of_two_concurrent_decisions_one_is_stored_and_the_other_names_its_author(site):
    claire, max_roth = (UserFactory(groups=["Coordinators"], first_name=name) for name in ("Claire", "Max"))
    request = JoinRequestFactory()
    told = []

    def second():
        try:
            refuse_request(JoinRequest.objects.get(pk=request.pk), max_roth, word="No.")
        except RequestAlreadyDecided as error:
            told.append((error.request.decided_by, error.request.status))

    overlapping(lambda: accept_request(JoinRequest.objects.get(pk=request.pk), claire, kind="member"), second)
    request.refresh_from_db()
    assert [told, request.status, request.decided_by] == [[(claire, "accepted")], "accepted", claire]
    assert [message.to for message in mail.outbox] == [[request.email]]


def test_a_link_followed_twice_at_once_makes_one_account(site):
    invitation = InvitationFactory(email="jonas@example.org")
    refused = []

    def second():
        try:
            accept_invitation(Invitation.objects.get(pk=invitation.pk), **PERSON)
        except InvitationClosed:
            refused.append(True)

    overlapping(lambda: accept_invitation(Invitation.objects.get(pk=invitation.pk), **PERSON), second)
    assert [refused, User.objects.filter(email="jonas@example.org").count()] == [[True], 1]


def test_a_form_sent_twice_at_once_makes_one_request(site):
    UserFactory(groups=["Coordinators"], email="claire@example.org")
    fields = {"first_name": "Lucie", "last_name": "Klein", "organisation_name": "Brasserie", "why": "x"}

    def ask():
        ask_to_join("lucie@example.org", language="fr", **fields)

    overlapping(ask, ask)
    assert JoinRequest.objects.count() == 1
    assert len([message for message in mail.outbox if message.to == ["lucie@example.org"]]) == 2


def test_two_coordinators_who_invite_the_same_person_make_one_invitation(site):
    claire, max_roth = (UserFactory(groups=["Coordinators"]) for _ in range(2))
    overlapping(
        lambda: invite("jonas@example.org", kind="member", invited_by=claire),
        lambda: invite("jonas@example.org", kind="partner", invited_by=max_roth),
    )
    [invitation] = Invitation.objects.all()
    assert [invitation.kind, invitation.invited_by] == ["partner", max_roth]


def test_two_workers_at_once_send_a_mail_once(site):
    [row] = notify([ExternalRecipient("jonas@example.org", "en")], "join-received", at_once=False, is_new=True)
    overlapping(lambda: send(row.pk), lambda: send(row.pk))
    assert [message.to for message in mail.outbox] == [["jonas@example.org"]]
