"""The inbound webhook: requires the secret, and exists only if the site accepts replies."""

import base64
import json

import pytest
from django.urls import include, path

from tests.factories.people import UserFactory
from tests.website.replies.conftest import DOMAIN, Broken, delivered
from website import urls as site_urls
from website.notifications import webhooks as webhooks_module
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


def payload(address: str, **fields) -> dict:
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


def test_a_mail_posted_repeatedly_with_the_secret_is_posted_once(client, address):
    found = [
        client.post(ADDRESS, payload(address), content_type="application/json", headers=SECRET).status_code
        for _ in "ab"
    ]
    assert [found, [row["text"] for row in delivered()]] == [[200, 200], ["Yes."]]


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic YW5uYTp3cm9uZw=="}, {"authorization": "Bearer x"}])
@pytest.mark.parametrize("group", [None, "Members", "Editors", "Coordinators"])
def test_without_the_secret_the_webhook_refuses_mails(client, address, headers, group):
    if group:
        client.force_login(UserFactory(groups=[group]))
    statuses = [
        client.post(ADDRESS, payload(address), content_type="application/json", headers=headers).status_code,
        client.get(ADDRESS).status_code,
    ]
    assert [statuses, delivered(), InboundMail.objects.count()] == [[400, 405], [], 0]


def test_a_mail_with_files_may_be_larger_than_a_form(client, address):
    files = [{"Name": "guide.pdf", "ContentType": "application/pdf", "Content": PDF}]
    body = json.dumps(payload(address, Attachments=files))
    assert client.post(ADDRESS, body, content_type="application/json", headers=SECRET).status_code == 200
    assert delivered()[0]["files"] == [["guide.pdf", "application/pdf", 3_000_009]]


def test_a_request_larger_than_any_mail_is_refused(client, address, monkeypatch):
    monkeypatch.setattr(webhooks_module, "MAX_BYTES", 1000)
    body = json.dumps(payload(address, TextBody="x" * 1000))
    assert client.post(ADDRESS, body, content_type="application/json", headers=SECRET).status_code == 413
    assert client.post(ADDRESS, body, content_type="application/json").status_code == 400


def test_an_error_in_a_handler_is_an_error_for_the_provider(client, address, organisation):
    organisation.city = "Broken"
    organisation.save()
    with pytest.raises(Broken):
        client.post(ADDRESS, payload(address), content_type="application/json", headers=SECRET)
    assert InboundMail.objects.count() == 0


def test_the_spam_verdict_and_envelope_of_the_provider_are_used(client, address):
    for number, headers in enumerate(
        ({"Name": "X-Spam-Status", "Value": "Yes"}, {"Name": "Return-Path", "Value": "<>"})
    ):
        own = {"Name": "Message-ID", "Value": f"<{number}@mail.example.org>"}
        data = payload(address, Headers=[headers, own])
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
def test_the_inbound_webhook_exists_for_the_sending_provider_and_with_a_reply_domain(backend, anymail, domain, names):
    assert [route.name for route in webhooks(backend, anymail, domain)] == names
