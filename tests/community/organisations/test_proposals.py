"""The queue of proposals, and the decision on one."""

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from community.organisations.actions import withdraw_proposal
from community.organisations.enums import ProposalStatus
from community.organisations.models import ChangeProposal
from tests.factories.organisations import edited_organisation, make_proposal
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory
from tests.reading import texts
from tests.testing import statements
from website.notifications.lines import prefetch_for_lines, still_relevant
from website.notifications.models import Notification
from website.topics.models import Language, Organisation, Sector

pytestmark = pytest.mark.django_db

TAKE_BACK = "Withdraw this proposal"
QUEUE = "/en/my/proposals/"


@pytest.fixture
def papeterie(site):
    return edited_organisation(slug="papeterie", name="Papeterie", city="Colmar")


def path(proposal) -> str:
    return f"{QUEUE}{proposal.pk}/"


def decide(client, proposal, decision="accept", **more):
    """Submit the form of the page, including its hidden fingerprint."""
    seen = client.get(path(proposal)).context["seen"]
    return client.post(path(proposal), {"decision": decision, "seen": seen, "answer": "", **more})


def names(response) -> list[str]:
    return texts(response, "h3") if texts(response, "article") else []


def test_an_editor_sees_before_and_after_and_accepts(papeterie, client):
    organisation, editor = papeterie
    sector, dutch = Sector.objects.get(slug="c"), Language.objects.get(slug="nl")
    author = UserFactory(language="en", first_name="Ada", last_name="Weber")
    values = {"city": "Sélestat", "sector": sector.pk, "languages": [dutch.pk]}
    proposal = make_proposal(organisation, author, word="They have moved.", **values)
    mail.outbox.clear()
    client.force_login(editor)
    page = client.get(path(proposal))
    assert texts(page, "th") == ["Field", "Before", "Proposed", "Sector", "Working languages", "Town"]
    assert texts(page, "td") == ["–", str(sector), "–", "Dutch", "Colmar", "Sélestat"]
    assert [words in page.content.decode() for words in ("Ada Weber", "They have moved.")] == [True, True]
    response = decide(client, proposal, answer="Well seen.")
    assert (response.status_code, response["Location"]) == (302, path(proposal))
    organisation = Organisation.objects.get()
    assert (organisation.city, organisation.sector, list(organisation.languages.all())) == ("Sélestat", sector, [dutch])
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by, proposal.answer) == ("accepted", editor, "Well seen.")
    assert proposal.decided_at is not None
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([author.email], "Proposal accepted: Papeterie")
    assert "Well seen." in sent.body
    actions = ModelLogEntry.objects.for_instance(organisation).values_list("action", "user")
    assert ("organisations.accept", editor.pk) in actions


def test_a_refusal_requires_a_reason_and_does_not_change_the_entry(papeterie, client):
    organisation, editor = papeterie
    proposal = make_proposal(organisation, city="Kehl")
    mail.outbox.clear()
    client.force_login(editor)
    assert decide(client, proposal, "refuse").status_code == 400
    decide(client, proposal, "refuse", answer="They are still here.")
    assert Organisation.objects.get().city == "Colmar"
    assert [sent.subject for sent in mail.outbox] == ["Proposal refused: Papeterie"]
    assert ChangeProposal.objects.get().status_choice == ProposalStatus.REFUSED


def test_an_entry_changed_since_is_shown_again_and_not_overwritten(papeterie, client):
    organisation, editor = papeterie
    proposal = make_proposal(organisation, city="Sélestat", name="Cartonnerie")
    client.force_login(editor)
    opened = client.get(path(proposal)).context["seen"]
    Organisation.objects.update(city="Kehl", phone="+33 1")
    late = client.post(path(proposal), {"decision": "accept", "seen": opened, "answer": "Fine"})
    assert (late.status_code, Organisation.objects.get().city) == (409, "Kehl")
    assert texts(late, "th")[:4] == ["Field", "Before", "Now", "Proposed"]
    assert "Fine" in late.content.decode()
    assert ChangeProposal.objects.get().is_pending
    decide(client, proposal)
    assert Organisation.objects.values_list("name", "city", "phone").get() == ("Cartonnerie", "Sélestat", "+33 1")


def test_a_change_of_other_fields_does_not_prevent_acceptance(papeterie, client):
    organisation, editor = papeterie
    proposal = make_proposal(organisation, city="Sélestat")
    client.force_login(editor)
    opened = client.get(path(proposal)).context["seen"]
    Organisation.objects.update(phone="+33 1", nace_code="wrong")
    client.post(path(proposal), {"decision": "accept", "seen": opened})
    assert Organisation.objects.get().city == "Sélestat"


def test_a_proposal_that_is_no_longer_valid_states_why(papeterie, client):
    organisation, editor = papeterie
    sector = Sector.objects.create(slug="z", code="Z", name_fr="Zinc", first_division=98, last_division=99)
    proposal = make_proposal(organisation, sector=sector.pk)
    sector.delete()
    client.force_login(editor)
    response = decide(client, proposal)
    assert response.status_code == 409
    assert "can no longer be accepted as it is. Sector:" in response.content.decode()
    assert ChangeProposal.objects.get().is_pending


def test_a_second_decision_is_answered_with_the_first_and_its_author(papeterie, client):
    organisation, editor = papeterie
    proposal = make_proposal(organisation, city="Kehl")
    client.force_login(editor)
    seen = client.get(path(proposal)).context["seen"]
    first = UserFactory(groups=["Coordinators"], first_name="Claire", last_name="Muller")
    client.force_login(first)
    decide(client, proposal, "refuse", answer="No.")
    client.force_login(editor)
    late = client.post(path(proposal), {"decision": "accept", "seen": seen}, follow=True)
    assert "Claire Muller decided first and refused this proposal." in late.content.decode()
    assert Organisation.objects.get().city == "Colmar"


def test_a_proposal_withdrawn_by_its_author_cannot_be_decided(papeterie, client):
    organisation, editor = papeterie
    author = UserFactory(language="en", first_name="Ada", last_name="Weber")
    proposal = make_proposal(organisation, author, city="Kehl")
    client.force_login(editor)
    opened = client.get(path(proposal))
    assert TAKE_BACK not in texts(opened, "button")
    assert client.post(f"{path(proposal)}withdraw/").status_code == 403
    client.force_login(author)
    assert texts(client.get(path(proposal)), "button").count(TAKE_BACK) == 1
    assert client.get(f"{path(proposal)}withdraw/").status_code == 405
    mail.outbox.clear()
    done = client.post(f"{path(proposal)}withdraw/", follow=True)
    assert "Your proposal is withdrawn." in done.content.decode()
    assert (TAKE_BACK in texts(done, "button"), "Withdrawn" in done.content.decode()) == (False, True)
    client.force_login(editor)
    late = client.post(path(proposal), {"decision": "accept", "seen": opened.context["seen"]}, follow=True)
    assert "Ada Weber has already withdrawn this proposal." in late.content.decode()
    assert (ChangeProposal.objects.get().status_choice, Organisation.objects.get().city) == ("withdrawn", "Colmar")
    assert (names(client.get(f"{QUEUE}?status=withdrawn")), mail.outbox) == (["Papeterie"], [])
    log = ModelLogEntry.objects.for_instance(organisation).filter(action="organisations.withdraw")
    assert [(entry.user, entry.data) for entry in log] == [(author, {"proposal": proposal.pk})]


def test_a_decided_proposal_cannot_be_withdrawn_and_its_author_sees_the_decision(papeterie, client):
    organisation, editor = papeterie
    author = UserFactory(language="en")
    proposal = make_proposal(organisation, author, city="Kehl")
    client.force_login(editor)
    decide(client, proposal)
    client.force_login(author)
    late = client.post(f"{path(proposal)}withdraw/", follow=True)
    assert f"{editor.get_full_name()} decided first and accepted this proposal." in late.content.decode()
    assert (ChangeProposal.objects.get().status_choice, Organisation.objects.get().city) == ("accepted", "Kehl")


def test_a_withdrawn_proposal_is_not_in_digests(papeterie):
    organisation, editor = papeterie
    waiting, back = (make_proposal(organisation, city=city) for city in ("Kehl", "Basel"))
    withdraw_proposal(back.author, back)
    rows = list(Notification.objects.filter(kind="organisation-proposal", recipient=editor))
    prefetch_for_lines(rows)
    assert [row.target for row in rows if row.pk in still_relevant(rows)] == [waiting]


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_takes_the_same_statements_however_long_it_is(site, client, number):
    for _ in range(number):
        organisation, _editor = edited_organisation()
        make_proposal(organisation, city="Kehl")
    client.force_login(UserFactory(groups=["Coordinators"]))
    client.get(QUEUE)
    with statements("organisations: the queue of proposals"):
        response = client.get(QUEUE)
    assert len(names(response)) == number


def test_users_find_the_proposals_they_made_and_those_they_decide_on(papeterie, client):
    organisation, editor = papeterie
    author = UserFactory()
    theirs = make_proposal(organisation, author, city="Kehl")
    other = make_proposal(OrganisationFactory(name="Hafen"), author=editor, city="Kehl")
    listed = {}
    stranger, coordinator = UserFactory(), UserFactory(groups=["Coordinators"])
    for name, user in (("author", author), ("editor", editor), ("other", stranger), ("coordinator", coordinator)):
        client.force_login(user)
        listed[name] = sorted(names(client.get(QUEUE)))
        can_open = [client.get(path(proposal)).status_code == 200 for proposal in (theirs, other)]
        assert can_open == ["Papeterie" in listed[name], "Hafen" in listed[name]]
        assert client.post(path(theirs), {}).status_code == ({"author": 403, "other": 404}.get(name, 400))
    assert listed == {
        "author": ["Papeterie"], "editor": ["Hafen", "Papeterie"], "other": [], "coordinator": ["Hafen", "Papeterie"],
    }  # fmt: skip


def test_the_queue_is_filtered_and_paged_and_explains_what_to_do_if_it_is_empty(papeterie, client):
    organisation, editor = papeterie
    client.force_login(editor)
    assert 'class="empty"' in client.get(QUEUE).content.decode()
    for number in range(21):
        make_proposal(organisation, city=f"Ville {number}")
    decide(client, ChangeProposal.objects.first(), "refuse", answer="No.")
    assert [len(names(client.get(f"{QUEUE}{query}"))) for query in ("", "?page=2", "?status=refused")] == [20, 1, 1]
    assert 'href="?status=pending&amp;page=2"' not in client.get(f"{QUEUE}?status=pending").content.decode()
    assert "No results" in client.get(f"{QUEUE}?status=accepted").content.decode()
    bad = [client.get(f"{QUEUE}{query}").status_code for query in ("?page=3", "?page=x", "?status=lost")]
    assert bad == [404, 404, 400]


def test_visitors_are_asked_to_sign_in(papeterie, client):
    proposal = make_proposal(papeterie[0], city="Kehl")
    for address in (QUEUE, path(proposal)):
        assert client.get(address)["Location"] == f"/en/accounts/login/?next={address}"
