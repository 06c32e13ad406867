"""Concurrent decisions on a proposal, on a database with row locks."""

import pytest

from community.organisations.actions import (
    ConcurrentChange,
    ProposalAlreadyDecided,
    accept_proposal,
    change_organisation,
    refuse_proposal,
    withdraw_proposal,
)
from community.organisations.changes import fingerprint, snapshot
from community.organisations.models import ChangeProposal
from tests.factories.organisations import edited_organisation, make_proposal
from tests.factories.people import UserFactory
from tests.website.core.test_concurrency import overlapping
from website.notifications.models import Notification
from website.topics.models import Organisation

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def papeterie(site):
    return edited_organisation(slug="papeterie", city="Colmar")


def seen_of(proposal) -> str:
    now = snapshot(proposal.organisation)
    return fingerprint({name: now[name] for name in proposal.changes})


def test_of_two_concurrent_decisions_one_is_stored_and_the_other_raises(papeterie):
    organisation, editor = papeterie
    coordinator = UserFactory(groups=["Coordinators"])
    proposal = make_proposal(organisation, city="Kehl")
    seen, late = seen_of(proposal), []

    def refuse():
        try:
            refuse_proposal(coordinator, ChangeProposal.objects.get(), answer="No.")
        except ProposalAlreadyDecided as error:
            late.append(error)

    overlapping(lambda: accept_proposal(editor, ChangeProposal.objects.get(), seen=seen), refuse)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by, len(late)) == ("accepted", editor, 1)
    assert Organisation.objects.get().city == "Kehl"
    assert Notification.objects.filter(kind="organisation-proposal-decided").count() == 1


def test_a_decision_does_not_overwrite_a_concurrent_change(papeterie):
    organisation, editor = papeterie
    proposal = make_proposal(organisation, city="Kehl")
    seen, whole, late = seen_of(proposal), fingerprint(snapshot(organisation)), []

    def accept():
        try:
            accept_proposal(UserFactory(groups=["Coordinators"]), ChangeProposal.objects.get(), seen=seen)
        except ConcurrentChange as error:
            late.append(error)

    overlapping(
        lambda: change_organisation(editor, Organisation.objects.get(), {"city": "Sélestat"}, seen=whole), accept
    )
    assert (len(late), Organisation.objects.get().city) == (1, "Sélestat")
    assert ChangeProposal.objects.get().is_pending


def test_a_proposal_withdrawn_while_it_is_accepted_is_either_of_the_two(papeterie):
    organisation, editor = papeterie
    proposal = make_proposal(organisation, city="Kehl")
    seen, late = seen_of(proposal), []

    def withdraw():
        try:
            withdraw_proposal(proposal.author, ChangeProposal.objects.get())
        except ProposalAlreadyDecided as error:
            late.append(error)

    overlapping(lambda: accept_proposal(editor, ChangeProposal.objects.get(), seen=seen), withdraw)
    assert (ChangeProposal.objects.get().status, len(late)) == ("accepted", 1)
    assert Organisation.objects.get().city == "Kehl"
