"""The form to ask to join, which does not reveal who is known."""

import pytest

from community.joining.models import Invitation, JoinRequest
from tests.factories.joining import InvitationFactory, JoinRequestFactory
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.reading import elements, texts
from website.accounts.models import User
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db
JOIN = "/en/join/"


def typed(**changes) -> dict:
    return {
        "first_name": "Lucie",
        "last_name": "Klein",
        "email": "lucie@example.org",
        "organisation_name": "Brasserie du Canal",
        "territory": "",
        "why": "We look for a taker of our grains.",
        **changes,
    }


def value(response, name: str):
    return next(field.get("value") for field in elements(response, "input") if field.get("name") == name)


@pytest.fixture
def coordinators(site):
    return [UserFactory(groups=["Coordinators"], language="en") for _ in range(2)]


def test_a_request_is_stored_with_its_fields_and_the_language_of_the_page(coordinators, client):
    client.post("/nl/join/", typed(email=" Lucie@Example.org"))
    [request] = JoinRequest.objects.all()
    assert [request.email, request.language, request.status, request.kind, request.why] == [
        "lucie@example.org", "nl", "pending", "member", "We look for a taker of our grains."
    ]  # fmt: skip


def test_an_organisation_that_is_in_the_directory_is_recognised_if_it_is_the_only_one(coordinators, client):
    brewery = OrganisationFactory(name="Brasserie du Canal")
    client.post(JOIN, typed(organisation_name="brasserie du canal"))
    assert JoinRequest.objects.get().organisation == brewery
    JoinRequest.objects.all().delete()
    OrganisationFactory(name="Brasserie du canal")
    client.post(JOIN, typed())
    assert JoinRequest.objects.get().organisation is None


@pytest.mark.parametrize(("country", "kind"), [("FR", "member"), ("DE", "partner"), ("BE", "partner")])
def test_applicants_from_abroad_are_partners(coordinators, client, country, kind):
    TerritoryFactory(slug="la-bas", country=country)
    client.post(JOIN, typed(territory="la-bas"))
    assert JoinRequest.objects.get().kind == kind


def test_an_offer_of_by_products_replaces_the_reason(coordinators, client):
    offer = {"why": "", "by_product": "Brewers’ grains", "quantity": "12,5", "unit": "t", "place": "Kehl"}
    client.post(JOIN, typed(**offer))
    [request] = JoinRequest.objects.all()
    assert [request.by_product, str(request.quantity), request.unit, request.period, request.place, request.why] == [
        "Brewers’ grains", "12.500", "t", "year", "Kehl", ""
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"email": "lucie"}, {"email"}),
        ({"first_name": "", "last_name": " "}, {"first_name", "last_name"}),
        ({"organisation_name": ""}, {"organisation_name"}),
        ({"why": ""}, {"why"}),
        ({"why": "x" * 2001}, {"why"}),
        ({"why": "\x00"}, {"why"}),
        ({"territory": "atlantis"}, {"territory"}),
        ({"by_product": "Heat", "quantity": "3"}, {"unit"}),
        ({"by_product": "Heat", "quantity": "-3", "unit": "MWh"}, {"quantity"}),
        ({"by_product": "Heat", "quantity": "many", "unit": "MWh"}, {"quantity"}),
        ({"by_product": "Heat", "quantity": "1e400", "unit": "MWh"}, {"quantity"}),
        ({"by_product": "Heat", "quantity": "3", "unit": "€"}, {"unit"}),
        ({"by_product": "Heat", "period": "daily"}, {"period"}),
        ({"quantity": "3", "unit": "t"}, {"by_product"}),
        ({"place": "Kehl"}, {"by_product"}),
    ],
)
def test_errors_are_shown_and_the_input_is_preserved(coordinators, client, mailoutbox, changes, wrong):
    response = client.post(JOIN, typed(**changes))
    assert [response.status_code, set(response.context["form"].errors)] == [400, wrong]
    assert (value(response, "organisation_name") or "") == typed(**changes)["organisation_name"]
    assert [JoinRequest.objects.count(), mailoutbox] == [0, []]


def test_the_fields_of_an_offer_are_folded_while_they_are_empty(site, client):
    assert ["open" in found for found in elements(client.get(JOIN), "details") if found["class"] == "form-section"] == [
        False
    ]
    response = client.post(JOIN, typed(first_name="", by_product="Heat"))
    assert ["open" in found for found in elements(response, "details") if found["class"] == "form-section"] == [True]


def known(email):
    UserFactory(email=email, groups=["Members"])


def closed(email):
    UserFactory(email=email, is_active=False)


def pending(email):
    JoinRequestFactory(email=email)


def invited(email):
    InvitationFactory(email=email)


def expired(email):
    InvitationFactory(email=email, expires_at="2026-01-01T00:00Z")


SITUATIONS = {"new": lambda email: None, "known": known, "closed": closed, "pending": pending, "invited": invited}
SITUATIONS["expired"] = expired


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_response_does_not_reveal_whether_the_address_is_known(coordinators, client, mailoutbox, situation):
    SITUATIONS[situation]("lucie@example.org")
    response = client.post(JOIN, typed())
    assert [response.status_code, response.url, response.content] == [302, "/en/join/thanks/", b""]
    other = client.post(JOIN, typed(email="nobody@example.org"))
    assert [dict(response.headers), client.get(response.url).status_code] == [dict(other.headers), 200]
    # One mail to the address and one to each coordinator in every case, so that the duration is the same too.
    assert [mail.to for mail in mailoutbox[:3]] == [["lucie@example.org"], *([person.email] for person in coordinators)]
    assert len(mailoutbox) == 6


@pytest.mark.parametrize(
    ("situation", "to_them", "to_coordinators", "requests"),
    [
        ("new", "We have received your request", "asks to join the network", 1),
        ("closed", "We have received your request", "asks to join the network", 1),
        ("pending", "We already have your request", "asked again to join", 1),
        ("known", "You already have an account", "You do not need to do anything", 0),
        ("invited", "Your invitation to Boucles Grand Est", "had already been invited", 0),
        ("expired", "Your invitation to Boucles Grand Est", "had already been invited", 0),
    ],
)
def test_the_mail_depends_on_what_is_known_of_the_address(
    coordinators, client, mailoutbox, situation, to_them, to_coordinators, requests
):
    SITUATIONS[situation]("lucie@example.org")
    Notification.objects.all().delete()
    for model in (Invitation, User):
        model.objects.filter(email="lucie@example.org").update(language="en")
    client.post(JOIN, typed())
    assert mailoutbox[0].subject == to_them
    assert [to_coordinators in mail.body for mail in mailoutbox[1:]] == [True, True]
    assert JoinRequest.objects.count() == requests


def test_the_mail_to_an_unverified_address_does_not_repeat_the_input(coordinators, client, mailoutbox):
    client.post(JOIN, typed(first_name="CHEAP", last_name="PILLS", organisation_name="https://evil.example"))
    text = mailoutbox[0].subject + mailoutbox[0].body + mailoutbox[0].alternatives[0].content
    assert [word in text for word in ("CHEAP", "PILLS", "evil")] == [False, False, False]


def test_asking_again_sends_a_new_link_and_invalidates_the_old_one(coordinators, client):
    invitation = InvitationFactory(email="lucie@example.org")
    old = invitation.token
    client.post(JOIN, typed())
    assert client.get(f"/en/invitations/{old}/").status_code == 410
    invitation.refresh_from_db()
    assert client.get(f"/en/invitations/{invitation.token}/").status_code == 200


def test_asking_too_often_is_refused_and_the_input_is_preserved(coordinators, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"join": "60/h/ip,2/d/key"}
    answers = [client.post(JOIN, typed(email=email)) for email in ("a@example.org",) * 3 + ("b@example.org",)]
    assert [answer.status_code for answer in answers] == [302, 302, 429, 302]
    assert value(answers[2], "email") == "a@example.org"
    assert len(texts(answers[2], "h1")) == 1
