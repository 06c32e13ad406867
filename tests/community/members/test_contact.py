"""A message reaches a member without revealing their address."""

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


def test_a_member_writes_and_replies_go_to_them(site, client):
    somebody(contact_audience="members")
    client.force_login(UserFactory(email="writer@example.org", first_name="Ada", last_name="Weber"))
    assert "writer@example.org" in client.get(PATH).content.decode()
    response = client.post(PATH, TYPED)
    assert (response.status_code, response["Location"]) == (302, "/en/members/somebody/")
    [sent] = mail.outbox
    assert (sent.to, sent.reply_to) == (["hidden@example.org"], ["writer@example.org"])
    assert sent.subject == "Message from Ada Weber: By-products"
    assert "We have whey to give." in sent.body
    assert "We have not checked them" not in sent.body


def test_a_visitor_writes_to_a_member_whose_form_is_public(site, client):
    somebody(contact_audience="public")
    assert "hidden@example.org" not in client.get(PATH).content.decode()
    client.post(PATH, VISITOR)
    [sent] = mail.outbox
    assert (sent.reply_to, sent.subject) == (["nele@example.org"], "Message from Nele Peeters: By-products")
    assert "We have not checked them" in sent.body


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
def test_the_form_is_available_to_its_audience(site, client, fields, visitor, member):
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
def test_errors_are_shown_and_the_input_is_preserved(site, client, changes):
    somebody(contact_audience="public")
    response = client.post(PATH, {**VISITOR, **changes})
    assert response.status_code == 400
    assert texts(response, "h2")[-1:] != []
    assert mail.outbox == []
    if "message" not in changes:
        assert "We have whey to give." in response.content.decode()


def test_a_line_break_in_a_subject_does_not_add_a_header(site, client):
    somebody(contact_audience="public")
    client.post(PATH, {**VISITOR, "subject": "Whey\r\nBcc: all@example.org", "name": "Nele\nBcc: x"})
    for sent in mail.outbox:
        assert (sent.recipients(), "\n" in sent.subject) == (["hidden@example.org"], False)


def test_writing_too_often_is_refused_and_the_input_is_preserved(site, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"contact": "30/h/ip,2/h/key"}
    somebody(contact_audience="public")
    assert [client.post(PATH, VISITOR).status_code for _ in range(3)] == [302, 302, 429]
    again = client.post(PATH, VISITOR)
    assert "We have whey to give." in again.content.decode()
    assert len(mail.outbox) == 2


def test_the_entry_links_to_the_form_if_it_is_available(site, client):
    somebody(contact_audience="members")
    assert PATH not in client.get("/en/members/somebody/").content.decode()
    client.force_login(UserFactory())
    assert PATH in client.get("/en/members/somebody/").content.decode()
