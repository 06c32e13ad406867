"""A message reaches a member; their address reaches nobody."""

import pytest
from django.core import mail

from tests.factories.people import MemberFactory, UserFactory
from tests.reading import texts
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db

PATH = "/en/members/somebody/contact/"
TYPED = {"subject": "By-products", "message": "We have whey to give."}
VISITOR = {**TYPED, "name": "Nele Peeters", "email": "nele@example.org"}


def somebody(**fields):
    return MemberFactory(slug="somebody", user__email="hidden@example.org", user__language="en", **fields)


def test_a_member_writes_and_the_answer_goes_to_them(site, client):
    somebody(contact_audience="members")
    client.force_login(UserFactory(email="writer@example.org", first_name="Ada", last_name="Weber"))
    assert "writer@example.org" in client.get(PATH).content.decode()
    response = client.post(PATH, TYPED)
    assert (response.status_code, response["Location"]) == (302, "/en/members/somebody/")
    [sent] = mail.outbox
    assert (sent.to, sent.reply_to) == (["hidden@example.org"], ["writer@example.org"])
    assert sent.subject == "Message from Ada Weber: By-products"
    assert "We have whey to give." in sent.body
    assert "nobody has checked them" not in sent.body


def test_a_visitor_writes_where_the_member_lets_everyone(site, client):
    somebody(contact_audience="public")
    assert "hidden@example.org" not in client.get(PATH).content.decode()
    client.post(PATH, VISITOR)
    [sent] = mail.outbox
    assert (sent.reply_to, sent.subject) == (["nele@example.org"], "Message from Nele Peeters: By-products")
    assert "nobody has checked them" in sent.body


@pytest.mark.parametrize(
    ("fields", "visitor", "member"),
    [
        ({"contact_audience": "public"}, 200, 200),
        ({"contact_audience": "members"}, 404, 200),
        ({"contact_audience": "nobody"}, 404, 404),
        ({"contact_audience": "public", "visibility": "members"}, 404, 200),
        ({"contact_audience": "public", "visibility": "nobody"}, 404, 404),
        ({"contact_audience": "public", "user__is_active": False}, 404, 404),
    ],
)
def test_the_form_is_there_for_those_it_is_open_to(site, client, fields, visitor, member):
    somebody(**fields)
    assert client.get(PATH).status_code == visitor
    if visitor == 404:
        assert client.post(PATH, VISITOR).status_code == 404
    client.force_login(UserFactory())
    assert client.get(PATH).status_code == member
    if member == 404:
        assert client.post(PATH, TYPED).status_code == 404
        assert not Notification.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "no address"}, {"name": ""}, {"subject": ""}, {"message": "x" * 5001}, {"subject": "x" * 121},
        {"message": "\x00"}, {"email": "a@example.org\nBcc: b@example.org"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(site, client, changes):
    somebody(contact_audience="public")
    response = client.post(PATH, {**VISITOR, **changes})
    assert response.status_code == 400
    assert texts(response, "h2")[-1:] != []
    assert mail.outbox == []
    if "message" not in changes:
        assert "We have whey to give." in response.content.decode()


def test_a_line_break_in_a_subject_makes_no_header(site, client):
    somebody(contact_audience="public")
    client.post(PATH, {**VISITOR, "subject": "Whey\r\nBcc: all@example.org", "name": "Nele\nBcc: x"})
    for sent in mail.outbox:
        assert (sent.recipients(), "\n" in sent.subject) == (["hidden@example.org"], False)


def test_somebody_who_writes_too_often_waits_and_keeps_the_words(site, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"contact": "30/h/ip,2/h/key"}
    somebody(contact_audience="public")
    assert [client.post(PATH, VISITOR).status_code for _ in range(3)] == [302, 302, 429]
    again = client.post(PATH, VISITOR)
    assert "We have whey to give." in again.content.decode()
    assert len(mail.outbox) == 2


def test_the_entry_leads_to_the_form_where_it_is_open(site, client):
    somebody(contact_audience="members")
    assert PATH not in client.get("/en/members/somebody/").content.decode()
    client.force_login(UserFactory())
    assert PATH in client.get("/en/members/somebody/").content.decode()
