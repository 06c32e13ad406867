"""Coordinators name the editors of an organisation."""

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from community.organisations.actions import name_editor
from community.organisations.models import OrganisationEditor
from community.organisations.permissions import can_edit_organisation
from tests.factories.organisations import edited_organisation
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.reading import texts
from tests.testing import statements

pytestmark = pytest.mark.django_db

PATH = "/en/organisations/papeterie/editors/"


@pytest.fixture
def coordinator(site, client):
    user = UserFactory(groups=["Coordinators"])
    client.force_login(user)
    return user


def test_a_coordinator_names_a_member_of_the_organisation_who_is_notified(coordinator, client):
    organisation = OrganisationFactory(slug="papeterie", name="Papeterie")
    person = MemberFactory(organisation=organisation, user__language="en", user__last_name="Weber").user
    MemberFactory(user__last_name="Ailleurs")
    assert PATH in client.get("/en/organisations/papeterie/").content.decode()
    html = client.get(PATH).content.decode()
    assert ("Weber" in html, "Ailleurs" in html) == (True, False)
    for _ in range(2):
        client.post(PATH, {"person": person.pk, "email": ""})
    editor = OrganisationEditor.objects.get()
    assert (editor.user, editor.named_by) == (person, coordinator)
    assert can_edit_organisation(person, organisation)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([person.email], "You can now edit the directory entry of Papeterie")
    ]
    log = ModelLogEntry.objects.for_instance(organisation).filter(action="organisations.name_editor")
    assert [(entry.user, entry.data) for entry in log] == [(coordinator, {"user": person.pk})]


def test_anybody_with_an_account_can_be_named_by_their_address(coordinator, client):
    OrganisationFactory(slug="papeterie")
    person = UserFactory(email="ada@example.org")
    client.post(PATH, {"email": "Ada@Example.org"})
    assert OrganisationEditor.objects.get().user == person


@pytest.mark.parametrize(
    "typed", [{}, {"email": "nobody@example.org"}, {"email": "x"}, {"person": "9999"}, {"email": "closed@example.org"}]
)
def test_a_person_who_cannot_be_named_causes_an_error(coordinator, client, typed):
    OrganisationFactory(slug="papeterie")
    UserFactory(email="closed@example.org", is_active=False)
    response = client.post(PATH, typed)
    assert (response.status_code, OrganisationEditor.objects.count()) == (400, 0)
    if "email" in typed:
        assert typed["email"] in response.content.decode()


def test_a_removed_editor_can_no_longer_edit(coordinator, client):
    organisation, editor = edited_organisation(slug="papeterie")
    row = OrganisationEditor.objects.get()
    assert client.get(f"{PATH}{row.pk}/remove/").status_code == 405
    client.post(f"{PATH}{row.pk}/remove/")
    assert not can_edit_organisation(editor, organisation)
    assert ModelLogEntry.objects.filter(action="organisations.remove_editor", user=coordinator).count() == 1


def test_a_removed_editor_is_notified_of_the_reason(coordinator, client):
    organisation, editor = edited_organisation(slug="papeterie", name="Papeterie")
    row = OrganisationEditor.objects.get()
    too_long = client.post(f"{PATH}{row.pk}/remove/", {"word": "x" * 501})
    assert (too_long.status_code, too_long.content.decode().count("x" * 501)) == (400, 1)
    assert (OrganisationEditor.objects.count(), mail.outbox) == (1, [])
    client.post(f"{PATH}{row.pk}/remove/", {"word": "You have left the mill."})
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([editor.email], "You can no longer edit the directory entry of Papeterie")
    assert "A coordinator has removed you as an editor of “Papeterie”" in sent.body
    assert "You have left the mill." in sent.body
    client.force_login(editor)
    page = client.get("/en/my/notifications/")
    assert texts(page, "h3") == ["You can no longer edit the directory entry of Papeterie"]
    name_editor(coordinator, organisation, editor)
    assert texts(client.get("/en/my/notifications/"), "h3")[0] == ("You can now edit the directory entry of Papeterie")
    assert "You no longer edit" not in client.get("/en/my/notifications/").content.decode()


def test_a_removed_editor_who_may_still_edit_is_inactive_or_removed_themselves_is_not_notified(coordinator, client):
    organisation = OrganisationFactory(slug="papeterie")
    other, closed = UserFactory(groups=["Coordinators"]), UserFactory(is_active=False)
    for person in (coordinator, other, closed):
        row = OrganisationEditor.objects.create(organisation=organisation, user=person)
        client.post(f"{PATH}{row.pk}/remove/")
    assert (OrganisationEditor.objects.count(), mail.outbox) == (0, [])


def test_an_editor_of_another_organisation_is_not_removed_through_this_one(coordinator, client):
    OrganisationFactory(slug="papeterie")
    edited_organisation(slug="cartonnerie")
    assert client.post(f"{PATH}{OrganisationEditor.objects.get().pk}/remove/").status_code == 404


@pytest.mark.parametrize("group", ["Members", "Partners", "Editors"])
def test_nobody_else_names_editors_not_even_an_editor(site, client, group):
    _organisation, editor = edited_organisation(slug="papeterie")
    row = OrganisationEditor.objects.get()
    for user in (editor, UserFactory(groups=[group])):
        client.force_login(user)
        answers = [client.get(PATH), client.post(PATH, {"email": user.email}), client.post(f"{PATH}{row.pk}/remove/")]
        assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert OrganisationEditor.objects.get().user == editor


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_statements_however_many_there_are(coordinator, client, number):
    organisation, _editor = edited_organisation(slug="papeterie")
    for _ in range(number - 1):
        OrganisationEditor.objects.create(organisation=organisation, user=UserFactory(), named_by=coordinator)
    client.get(PATH)
    with statements("organisations: the editors"):
        client.get(PATH)
