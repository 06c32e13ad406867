"""The coordinators' pages and the form take the same number of SQL statements with three rows as with one."""

import pytest
from django.contrib.contenttypes.models import ContentType

from community.joining.models import Invitation
from tests.factories.joining import InvitationFactory, JoinRequestFactory
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", ["join-requests/", "invitations/"])
def test_a_list(site, client, number, address):
    coordinators = [UserFactory(groups=["Coordinators"]) for _ in range(number)]
    for person in coordinators:
        places = {"territory": TerritoryFactory(), "organisation": OrganisationFactory()}
        JoinRequestFactory(**places, decided_by=person, decided_at="2026-01-01T00:00Z", status="refused")
        InvitationFactory(**places, invited_by=person)
    client.force_login(coordinators[0])
    client.get(f"/en/my/{address}")
    with statements(f"joining: {address}"):
        assert client.get(f"/en/my/{address}").status_code == 200


def test_a_request(site, client):
    request = JoinRequestFactory(territory=TerritoryFactory(), organisation=OrganisationFactory())
    InvitationFactory(email=request.email)
    client.force_login(UserFactory(groups=["Coordinators"]))
    client.get("/en/my/join-requests/")
    with statements("joining: a request"):
        assert client.get(f"/en/my/join-requests/{request.pk}/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_form(site, client, number):
    for _ in range(number):
        TerritoryFactory()
    client.get("/en/join/")
    with statements("joining: the form"):
        assert client.get("/en/join/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_people_takes_the_same_statements_for_each(site, client, number):
    client.force_login(UserFactory(groups=["Coordinators"]))
    client.get("/en/my/invitations/new/")
    addresses = " ".join(f"a{i}@example.org" for i in range(number))
    ContentType.objects.get_for_model(Invitation)  # cached
    with statements("joining: inviting people", plus=16 * number):
        client.post("/en/my/invitations/new/", {"addresses": addresses, "kind": "member"})
