"""Who handles requests: the check agrees with the querysets, and every page uses them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.joining.models import Invitation, JoinRequest
from community.joining.permissions import can_handle_requests, request_handlers
from tests.factories.joining import InvitationFactory, JoinRequestFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
READERS = {
    "visitor": (AnonymousUser, False),
    "member": (lambda: UserFactory(groups=["Members"]), False),
    "partner": (lambda: UserFactory(groups=["Partners"]), False),
    "editor": (lambda: UserFactory(groups=["Editors"]), False),
    "coordinator": (lambda: UserFactory(groups=["Coordinators"]), True),
    "closed": (lambda: UserFactory(groups=["Coordinators"], is_active=False), False),
    "administrator": (lambda: UserFactory(is_superuser=True), True),
}
ANSWERS = {"visitor": 302, "member": 403, "partner": 403, "editor": 403, "coordinator": 200, "administrator": 200}


@pytest.mark.parametrize("reader", READERS)
def test_the_lists_show_what_the_check_allows(site, reader):
    request, invitation = JoinRequestFactory(), InvitationFactory()
    make, may = READERS[reader]
    person = make()
    assert can_handle_requests(person) is may
    assert list(JoinRequest.objects.visible_to(person)) == [request] * may
    assert list(Invitation.objects.visible_to(person)) == [invitation] * may


def test_coordinators_are_notified_and_nobody_else(site):
    people = {name: make() for name, (make, _may) in READERS.items() if name != "visitor"}
    assert list(request_handlers()) == [people["coordinator"]]


@pytest.mark.parametrize("reader", ANSWERS)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ["join-requests/{request}/", "invitations/{invitation}/again/",
                                     "invitations/{invitation}/withdraw/"])  # fmt: skip
def test_rows_are_a_404_for_everybody_but_coordinators(site, client, mailoutbox, reader, method, address):
    rows = {"request": JoinRequestFactory().pk, "invitation": InvitationFactory().pk}
    person = READERS[reader][0]()
    if reader != "visitor":
        client.force_login(person)
    status = getattr(client, method)(f"/en/my/{address.format(**rows)}").status_code
    if READERS[reader][1]:
        assert status in (200, 302, 400)
    else:
        assert status == (302 if reader == "visitor" else 404)
        assert JoinRequest.objects.pending().count() == Invitation.objects.open().count() == 1
        assert mailoutbox == []


@pytest.mark.parametrize("reader", ANSWERS)
@pytest.mark.parametrize("address", ["join-requests/", "invitations/", "invitations/new/"])
def test_the_pages_of_coordinators_are_for_them_only(site, client, reader, address):
    person = READERS[reader][0]()
    if reader != "visitor":
        client.force_login(person)
    response = client.get(f"/en/my/{address}")
    assert response.status_code == ANSWERS[reader]
    if reader == "visitor":
        assert response.url == f"/en/accounts/login/?next=/en/my/{address}"


def test_users_without_permission_cannot_invite(site, client, mailoutbox):
    client.force_login(UserFactory(groups=["Editors"]))
    assert client.post("/en/my/invitations/new/", {"addresses": "x@example.org", "kind": "member"}).status_code == 403
    assert [Invitation.objects.count(), mailoutbox] == [0, []]
