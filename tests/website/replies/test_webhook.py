"""The provider that brings mails over the web: with the secret, and where the site takes replies at all."""

import base64
import json

import pytest
from django.urls import include, path

from tests.factories.people import UserFactory
from tests.website.replies.conftest import DOMAIN, Broken, delivered
from website import urls as site_urls
from website.notifications import webhooks as room
from website.notifications.webhooks import webhooks
from website.replies.models import InboundMail

pytestmark = pytest.mark.django_db
ADDRESS = "/anymail/postmark/inbound/"
SECRET = {"authorization": "Basic " + base64.b64encode(b"anna:secret").decode()}
PDF = base64.b64encode(b"%PDF-1.4\n" + b" " * 3_000_000).decode()
handler400 = site_urls.handler400
urlpatterns = [
    path(
        "anymail/",
        include(
            webhooks("anymail.backends.postmark.EmailBackend", {"WEBHOOK_SECRET": "x"}, DOMAIN)
            + webhooks("anymail.backends.mailgun.EmailBackend", {"WEBHOOK_SECRET": "x"}, DOMAIN)
        ),
    ),
    *site_urls.urlpatterns,
]


@pytest.fixture(autouse=True)
def provider(settings):
    settings.ROOT_URLCONF = __name__
    settings.ANYMAIL = {"WEBHOOK_SECRET": "anna:secret", "MAILGUN_API_KEY": "x", "MAILGUN_WEBHOOK_SIGNING_KEY": "x"}


def brought(address: str, **fields) -> dict:
    person = {"Email": "camille@example.org", "Name": "Camille Dupont"}
    return {
        "FromFull": person,
        "ToFull": [{"Email": address, "Name": ""}],
        "OriginalRecipient": address,
        "Subject": "Re: Heat",
        "TextBody": "Yes.\n\nOn 03/03/2026 10:12, Somebody wrote:\n> How far?",
        "HtmlBody": "<p>Yes.</p>",
        "Headers": [{"Name": "Message-ID", "Value": "<web@mail.example.org>"}],
        **fields,
    }


def test_a_mail_that_is_brought_with_the_secret_is_posted_once_however_often(client, address):
    found = [
        client.post(ADDRESS, brought(address), content_type="application/json", headers=SECRET).status_code
        for _ in "ab"
    ]
    assert [found, [row["text"] for row in delivered()]] == [[200, 200], ["Yes."]]


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic YW5uYTp3cm9uZw=="}, {"authorization": "Bearer x"}])
@pytest.mark.parametrize("group", [None, "Members", "Editors", "Coordinators"])
def test_without_the_secret_nobody_brings_anything(client, address, headers, group):
    if group:
        client.force_login(UserFactory(groups=[group]))
    statuses = [
        client.post(ADDRESS, brought(address), content_type="application/json", headers=headers).status_code,
        client.get(ADDRESS).status_code,
    ]
    assert [statuses, delivered(), InboundMail.objects.count()] == [[400, 405], [], 0]


def test_a_mail_with_files_is_larger_than_any_form_may_be(client, address):
    files = [{"Name": "guide.pdf", "ContentType": "application/pdf", "Content": PDF}]
    body = json.dumps(brought(address, Attachments=files))
    assert client.post(ADDRESS, body, content_type="application/json", headers=SECRET).status_code == 200
    assert delivered()[0]["files"] == [["guide.pdf", "application/pdf", 3_000_009]]


def test_what_is_larger_than_any_mail_is_not_read(client, address, monkeypatch):
    monkeypatch.setattr(room, "MOST_BYTES", 1000)
    body = json.dumps(brought(address, TextBody="x" * 1000))
    assert client.post(ADDRESS, body, content_type="application/json", headers=SECRET).status_code == 413
    assert client.post(ADDRESS, body, content_type="application/json").status_code == 400


def test_what_a_handler_breaks_is_an_error_so_that_the_provider_tries_again(client, address, place):
    place.city = "Broken"
    place.save()
    with pytest.raises(Broken):
        client.post(ADDRESS, brought(address), content_type="application/json", headers=SECRET)
    assert InboundMail.objects.count() == 0


def test_the_providers_own_verdict_and_envelope_count(client, address):
    for number, headers in enumerate(
        ({"Name": "X-Spam-Status", "Value": "Yes"}, {"Name": "Return-Path", "Value": "<>"})
    ):
        own = {"Name": "Message-ID", "Value": f"<{number}@mail.example.org>"}
        data = brought(address, Headers=[headers, own])
        assert client.post(ADDRESS, data, content_type="application/json", headers=SECRET).status_code == 200
    assert [delivered(), sorted(InboundMail.objects.values_list("outcome", flat=True))] == [[], ["automatic", "spam"]]


@pytest.mark.parametrize(
    ("backend", "anymail", "domain", "names"),
    [
        ("anymail.backends.brevo.EmailBackend", {"WEBHOOK_SECRET": "x:y"}, "", ["brevo_tracking_webhook"]),
        (
            "anymail.backends.brevo.EmailBackend",
            {"WEBHOOK_SECRET": "x:y"},
            DOMAIN,
            ["brevo_tracking_webhook", "brevo_inbound_webhook"],
        ),
        ("anymail.backends.brevo.EmailBackend", {}, DOMAIN, []),
        ("django.core.mail.backends.smtp.EmailBackend", {"WEBHOOK_SECRET": "x:y"}, DOMAIN, []),
    ],
)
def test_mail_is_taken_from_the_provider_that_sends_and_where_there_is_a_domain_for_it(backend, anymail, domain, names):
    assert [route.name for route in webhooks(backend, anymail, domain)] == names
