"""Of what waits for a decision only those who decide are told."""

import pytest

from community.organisations.models import ChangeProposal, OrganisationEditor
from tests.factories.joining import InvitationFactory, JoinRequestFactory
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory
from tests.reading import elements, texts
from tests.testing import statements
from website.notifications.actions import notify
from website.notifications.lines import prefetch_for_lines, still_relevant
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db


def told(kind, target, *people, **data) -> list:
    """Those of `people` who may still be told."""
    rows = notify(people, kind, target, at_once=False, **data)
    found = list(Notification.objects.filter(pk__in=[row.pk for row in rows]).select_related("recipient"))
    prefetch_for_lines(found)
    still = still_relevant(found)
    return [row.recipient for row in rows if row.pk in still]


@pytest.fixture
def coordinator(site):
    return UserFactory(groups=["Coordinators"])


def test_a_proposal_is_for_editors_of_that_organisation_and_coordinators(coordinator):
    firm, other = OrganisationFactory(), OrganisationFactory()
    editor, stranger, author = UserFactory(), UserFactory(), UserFactory()
    OrganisationEditor.objects.create(organisation=firm, user=editor)
    OrganisationEditor.objects.create(organisation=other, user=stranger)
    proposal = ChangeProposal.objects.create(organisation=firm, author=author, changes={})
    people = (coordinator, editor, stranger, author)
    assert told("organisation-proposal", proposal, *people) == [coordinator, editor]
    assert told("organisation-proposal-decided", proposal, *people) == [author]
    assert told("organisation-editor-named", firm, *people) == [editor]


def test_who_asks_to_join_is_the_coordinators_business(coordinator):
    for target in (JoinRequestFactory(), InvitationFactory(), UserFactory()):
        assert told("join-request", target, coordinator, UserFactory(), name="Nora", case="new") == [coordinator]


@pytest.mark.parametrize("number", [1, 3])
def test_many_are_asked_about_in_as_many_statements(coordinator, number):
    for _ in range(number):
        firm = OrganisationFactory()
        proposal = ChangeProposal.objects.create(organisation=firm, author=coordinator, changes={})
        notify([coordinator], "organisation-proposal", proposal, at_once=False)
        notify([coordinator], "join-request", JoinRequestFactory(), at_once=False)
    rows = list(Notification.objects.select_related("recipient"))
    prefetch_for_lines(rows[:1])
    rows = list(Notification.objects.select_related("recipient", "target_type"))
    with statements("notices of joining"):
        prefetch_for_lines(rows)
        assert len(still_relevant(rows)) == 2 * number


def test_a_coordinator_finds_the_request_from_the_site(client, coordinator):
    request = JoinRequestFactory()
    notify([coordinator], "join-request", request, at_once=False, name="Nora", case="new", organisation="Halle 12")
    client.force_login(coordinator)
    response = client.get("/en/my/notifications/")
    assert [texts(response, "h3"), "Halle 12" in texts(response, "p")] == [["Asks to join: Nora"], True]
    assert f"/en/my/join-requests/{request.pk}/" in [link.get("href") for link in elements(response, "a")]
