import pytest
from django.contrib.auth.models import AnonymousUser

from community.organisations.actions import refuse_proposal
from community.organisations.models import ChangeProposal, OrganisationEditor
from community.organisations.permissions import can_edit_organisation, can_see_proposal, can_withdraw_proposal
from tests.factories.organisations import edited_organisation, make_proposal
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

READERS = ["visitor", "author", "editor", "other editor", "member", "cms editor", "coordinator", "superuser", "closed"]


@pytest.fixture
def proposals(site):
    """A proposal for each of two organisations with an editor each. The second editor's account is closed."""
    found = [make_proposal(edited_organisation()[0], city="Kehl") for _ in range(3)]
    closed = found[2].organisation.editors.get().user
    closed.is_active = False
    closed.save()
    return found


@pytest.fixture(params=READERS)
def reader(request, proposals):
    def editor(number):
        return OrganisationEditor.objects.get(organisation=proposals[number].organisation).user

    return {
        "visitor": AnonymousUser,
        "author": lambda: proposals[0].author,
        "editor": lambda: editor(0),
        "other editor": lambda: editor(1),
        "member": lambda: UserFactory(groups=["Members"]),
        "cms editor": lambda: UserFactory(groups=["Editors"]),
        "coordinator": lambda: UserFactory(groups=["Coordinators"]),
        "superuser": lambda: UserFactory(is_superuser=True),
        "closed": lambda: editor(2),
    }[request.param]()


def test_the_queue_shows_what_the_check_allows(proposals, reader):
    allowed = {row for row in proposals if can_see_proposal(reader, row)}
    assert set(ChangeProposal.objects.visible_to(reader)) == allowed


def test_the_proposals_to_decide_on_are_those_the_check_allows(proposals, reader):
    allowed = {row for row in proposals if can_edit_organisation(reader, row.organisation)}
    assert set(ChangeProposal.objects.decidable_by(reader)) == allowed


def test_the_proposals_to_withdraw_are_those_the_check_allows(proposals, reader):
    decided = make_proposal(proposals[0].organisation, proposals[0].author, city="Basel")
    refuse_proposal(UserFactory(groups=["Coordinators"]), decided, answer="No.")
    decided.refresh_from_db()
    allowed = {row for row in [*proposals, decided] if can_withdraw_proposal(reader, row)}
    assert set(ChangeProposal.objects.withdrawable_by(reader)) == allowed
    assert allowed == ({proposals[0]} if reader == proposals[0].author else set())
