"""Editors change an organisation's entry, and others propose changes."""

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from community.organisations.changes import fingerprint, snapshot
from community.organisations.models import ChangeProposal
from tests.factories.organisations import edited_organisation, typed
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.testing import statements
from website.topics.models import Language, Organisation, Sector

pytestmark = pytest.mark.django_db

EDIT, PAGE = "/en/organisations/papeterie/edit/", "/en/organisations/papeterie/"


def actions_of(organisation) -> list[str]:
    return list(ModelLogEntry.objects.for_instance(organisation).values_list("action", flat=True))


def test_visitors_are_asked_to_sign_in_and_see_no_links_to_change_anything(site, client):
    OrganisationFactory(slug="papeterie")
    assert client.get(EDIT)["Location"] == f"/en/accounts/login/?next={EDIT}"
    assert EDIT not in client.get(PAGE).content.decode()


def test_an_editor_changes_the_entry_at_once(site, client):
    organisation, editor = edited_organisation(slug="papeterie", name="Papeterie")
    dutch = Language.objects.get(slug="nl")
    client.force_login(editor)
    assert "Edit this entry" in client.get(PAGE).content.decode()
    seen = fingerprint(snapshot(organisation))
    changes = {"name": "Cartonnerie", "sector": Sector.objects.get(slug="c").pk, "languages": [dutch.pk], "seen": seen}
    response = client.post(EDIT, typed(organisation, **changes))
    assert (response.status_code, response["Location"]) == (302, PAGE)
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.sector.slug, organisation.slug) == ("Cartonnerie", "c", "papeterie")
    assert list(organisation.languages.all()) == [dutch]
    assert "organisations.edit" in actions_of(organisation)
    assert not ChangeProposal.objects.exists()
    assert list(Organisation.objects.matching("Cartonnerie")) == [organisation]


@pytest.mark.parametrize("group", ["Members", "Partners", "Editors"])
def test_a_change_by_others_is_a_proposal_and_notifies_the_editors(site, client, group):
    organisation, editor = edited_organisation(slug="papeterie", name="Papeterie", city="Colmar")
    coordinator = UserFactory(groups=["Coordinators"])
    client.force_login(UserFactory(groups=[group], first_name="Ada", last_name="Weber"))
    assert "Propose a change" in client.get(PAGE).content.decode()
    client.post(EDIT, typed(organisation, city="Sélestat", word="They have moved."))
    assert Organisation.objects.get().city == "Colmar"
    proposal = ChangeProposal.objects.get()
    assert proposal.changes == {"city": {"before": "Colmar", "after": "Sélestat"}}
    [sent] = mail.outbox
    assert (sent.to, coordinator.email in sent.to) == ([editor.email], False)
    assert sent.subject == "Proposed change: Papeterie"
    assert "Ada Weber" in sent.body
    assert "They have moved." in sent.body
    assert f"/en/my/proposals/{proposal.pk}/" in sent.body
    assert "organisations.propose" in actions_of(organisation)


def test_the_coordinators_are_notified_if_there_are_no_editors(site, client):
    organisation, editor = edited_organisation(slug="papeterie")
    editor.is_active = False
    editor.save()
    coordinator = UserFactory(groups=["Coordinators"])
    client.force_login(UserFactory())
    client.post(EDIT, typed(organisation, name="Autre"))
    assert [sent.to for sent in mail.outbox] == [[coordinator.email]]


def test_coordinators_edit_every_entry(site, client):
    organisation = OrganisationFactory(slug="papeterie")
    client.force_login(UserFactory(groups=["Coordinators"]))
    client.post(EDIT, typed(organisation, name="Autre", seen=fingerprint(snapshot(organisation))))
    assert Organisation.objects.get().name == "Autre"


def test_an_editor_of_one_organisation_proposes_changes_to_another(site, client):
    _own, editor = edited_organisation(slug="cartonnerie")
    organisation = OrganisationFactory(slug="papeterie", name="Papeterie")
    client.force_login(editor)
    client.post(EDIT, typed(organisation, name="Autre", seen=fingerprint(snapshot(organisation))))
    organisation.refresh_from_db()
    assert (organisation.name, ChangeProposal.objects.count()) == ("Papeterie", 1)


def test_a_concurrent_change_shows_the_form_again(site, client):
    organisation, editor = edited_organisation(slug="papeterie", name="Papeterie", city="Colmar")
    sent = typed(organisation, name="Mine", seen=fingerprint(snapshot(organisation)))
    Organisation.objects.update(city="Kehl")
    client.force_login(editor)
    response = client.post(EDIT, sent)
    html = response.content.decode()
    assert (response.status_code, Organisation.objects.get().name) == (409, "Papeterie")
    assert ("someone has changed this entry" in html, "Kehl" in html, 'value="Mine"' in html) == (True, True, True)
    again = {**sent, "seen": response.context["form"]["seen"].value()}
    assert client.post(EDIT, again).status_code == 302
    assert Organisation.objects.get().name == "Mine"


def test_a_change_of_town_clears_the_coordinates(site, client):
    organisation, editor = edited_organisation(slug="papeterie", city="Colmar", latitude=48.0, longitude=7.3)
    client.force_login(editor)
    seen = fingerprint(snapshot(organisation))
    client.post(EDIT, typed(organisation, name="Autre", seen=seen))
    assert Organisation.objects.get().latitude == 48.0
    organisation = Organisation.objects.get()
    client.post(EDIT, typed(organisation, city="Kehl", seen=fingerprint(snapshot(organisation))))
    assert Organisation.objects.get().latitude is None


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""}, {"kind": "castle"}, {"nace_code": "x"}, {"latitude": "91", "longitude": "1"}, {"latitude": "1"},
        {"sector": "9999"}, {"languages": ["x"]}, {"website": "no"}, {"description": "x" * 2001}, {"name": "\x00"},
        {"description": "Mail to info@papeterie.example.org"}, {"latitude": "nan", "longitude": "inf"},
    ],
)  # fmt: skip
def test_invalid_input_is_refused_and_preserved(site, client, changes):
    organisation = OrganisationFactory(slug="papeterie")
    client.force_login(UserFactory())
    response = client.post(EDIT, typed(organisation, address="12 rue des Tanneurs", word="Because", **changes))
    assert response.status_code == 400
    assert "12 rue des Tanneurs" in response.content.decode()
    assert not ChangeProposal.objects.exists()


def test_a_form_without_changes_makes_no_proposal(site, client):
    organisation = OrganisationFactory(slug="papeterie")
    client.force_login(UserFactory())
    assert "Nothing was changed." in client.post(EDIT, typed(organisation), follow=True).content.decode()
    assert not ChangeProposal.objects.exists()


def test_a_missing_organisation_is_a_404(site, client):
    client.force_login(UserFactory())
    assert client.get("/en/organisations/nowhere/edit/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_takes_the_same_statements_however_many_choices_it_has(site, client, number):
    organisation, editor = edited_organisation(slug="papeterie", languages=Language.objects.all()[:number])
    for _ in range(number):
        MemberFactory(organisation=organisation)
    client.force_login(editor)
    client.get(EDIT)
    with statements("organisations: the form"):
        client.get(EDIT)
