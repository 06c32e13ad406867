"""Only those who may decide on a request or a proposal are notified of it."""

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


def recipients_still_relevant(kind, target, *people, **data) -> list:
    """Notify `people` and return those to whom the notification is still relevant."""
    rows = notify(people, kind, target, at_once=False, **data)
    found = list(Notification.objects.filter(pk__in=[row.pk for row in rows]).select_related("recipient"))
    prefetch_for_lines(found)
    still = still_relevant(found)
    return [row.recipient for row in rows if row.pk in still]


@pytest.fixture
def coordinator(site):
    return UserFactory(groups=["Coordinators"])


def test_editors_of_the_organisation_and_coordinators_are_notified_of_a_proposal(coordinator):
    firm, other = OrganisationFactory(), OrganisationFactory()
    editor, stranger, author = UserFactory(), UserFactory(), UserFactory()
    OrganisationEditor.objects.create(organisation=firm, user=editor)
    OrganisationEditor.objects.create(organisation=other, user=stranger)
    proposal = ChangeProposal.objects.create(organisation=firm, author=author, changes={})
    people = (coordinator, editor, stranger, author)
    assert recipients_still_relevant("organisation-proposal", proposal, *people) == [coordinator, editor]
    assert recipients_still_relevant("organisation-proposal-decided", proposal, *people) == [author]
    assert recipients_still_relevant("organisation-editor-named", firm, *people) == [editor]


def test_only_coordinators_are_notified_of_membership_requests(coordinator):
    for target in (JoinRequestFactory(), InvitationFactory(), UserFactory()):
        assert recipients_still_relevant(
            "join-request", target, coordinator, UserFactory(), name="Nora", case="new"
        ) == [coordinator]


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_does_not_grow_with_the_notifications(coordinator, number):
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


def test_the_notification_page_links_to_the_membership_request(client, coordinator):
    request = JoinRequestFactory()
    notify([coordinator], "join-request", request, at_once=False, name="Nora", case="new", organisation="Halle 12")
    client.force_login(coordinator)
    response = client.get("/en/my/notifications/")
    assert [texts(response, "h3"), "Halle 12" in texts(response, "p")] == [["Membership request: Nora"], True]
    assert f"/en/my/join-requests/{request.pk}/" in [link.get("href") for link in elements(response, "a")]
