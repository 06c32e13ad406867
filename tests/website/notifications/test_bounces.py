"""Mail to people without an account, and mails that bounce."""

from datetime import UTC, datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import include, path

from community.joining.actions.invitations import invite
from community.joining.models import Invitation
from tests.factories.people import UserFactory
from website import urls as site_urls
from website.notifications.actions import notify, retract
from website.notifications.models import ExternalRecipient, Notification
from website.notifications.webhooks import webhooks

pytestmark = pytest.mark.django_db
JONAS = ExternalRecipient("jonas@example.org", "de", "Jonas")
ERRORS = {}
handler400 = site_urls.handler400
urlpatterns = [
    path("anymail/", include(webhooks("anymail.backends.postmark.EmailBackend", {"WEBHOOK_SECRET": "x"}))),
    *site_urls.urlpatterns,
]


class RefusingBackend(EmailBackend):
    """A mail server that raises the error in `ERRORS`."""

    def send_messages(self, messages):
        raise ERRORS["next"]


@pytest.fixture
def refuse_with(settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"

    def answer(error):
        ERRORS["next"] = error

    return answer


@pytest.fixture
def send_invitation(site, django_capture_on_commit_callbacks):
    """Invite Jonas, in a transaction that commits."""

    def send(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            invitation = invite("jonas@example.org", kind="member", invited_by=UserFactory(), **fields)
        return Invitation.objects.with_card().get(pk=invitation.pk)

    return send


def test_an_external_recipient_gets_mail_in_their_language_with_their_name(send_invitation, mailoutbox):
    invitation = send_invitation(first_name="Jonas", language="de")
    [message] = mailoutbox
    assert [message.to, "Jonas," in message.body, "/de/invitations/" in message.body] == [
        ["jonas@example.org"], True, True
    ]  # fmt: skip
    assert [invitation.standing, invitation.mail.recipient, invitation.mail.addressee] == ["sent", None, JONAS]


def test_an_external_recipient_without_a_name_is_greeted_by_address(send_invitation, mailoutbox):
    send_invitation(language="en")
    assert mailoutbox[0].body.startswith("Hello jonas@example.org,")


@pytest.mark.parametrize("fields", [{}, {"address": "a@example.org"}, {"language": "de"}])
def test_a_row_is_for_an_account_or_for_an_address_in_a_language(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(kind="probe", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(kind="probe", recipient=UserFactory(), address="a@example.org", language="de")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SMTPRecipientsRefused({"jonas@example.org": (550, b"5.1.1 No such\r\nuser")}), "550 5.1.1 No such user"),
        (SMTPRecipientsRefused({"jonas@example.org": (553, "gel\xf6scht")}), "553 gel\xf6scht"),
        (SMTPDataError(554, b"refused \xff"), "554 refused \ufffd"),
    ],
)
def test_a_permanently_refused_address_is_marked_as_bounced_and_not_tried_again(
    send_invitation, refuse_with, settings, capsys, error, reason
):
    refuse_with(error)
    invitation = send_invitation()
    assert [invitation.standing, invitation.mail.bounce_reason, invitation.mail.sent_at] == ["bounced", reason, None]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    capsys.readouterr()
    call_command("send_notifications")
    assert [capsys.readouterr().out, mail.outbox] == ["0 of 0 sent.\n", []]


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        SMTPServerDisconnected("gone"),
        SMTPDataError(451, b"later"),
        SMTPRecipientsRefused({"jonas@example.org": (450, b"greylisted")}),
    ],
)
def test_if_the_server_is_down_the_invitation_remains_and_its_mail_is_sent_once_later(
    send_invitation, refuse_with, settings, mailoutbox, error
):
    refuse_with(error)
    invitation = send_invitation()
    assert [invitation.standing, mailoutbox] == ["waiting", []]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for _ in range(2):
        call_command("send_notifications")
    assert [message.to for message in mail.outbox] == [["jonas@example.org"]]
    assert Invitation.objects.with_card().get().standing == "sent"


@pytest.fixture
def provider(settings):
    """A mail provider that accepts all mails and reports bounces later."""
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"


def report_event(kind: str, **fields) -> None:
    event = AnymailTrackingEvent(event_type=kind, timestamp=datetime.now(UTC), **fields)
    tracking.send(sender=None, event=event, esp_name="Test")


@pytest.mark.parametrize(
    ("kind", "fields", "standing", "reason"),
    [
        ("bounced", {"mta_response": "550 unknown\nuser", "description": "x"}, "bounced", "550 unknown user"),
        ("rejected", {"reject_reason": "blocked"}, "bounced", "blocked"),
        ("failed", {}, "bounced", "failed"),
        ("deferred", {"mta_response": "450 later"}, "sent", ""),
        ("delivered", {}, "sent", ""),
        ("complained", {}, "sent", ""),
    ],
)
def test_a_bounce_reported_later_marks_the_mail(send_invitation, provider, kind, fields, standing, reason):
    invitation = send_invitation()
    other = notify([JONAS], "invitation")[0]
    report_event(kind, message_id=invitation.mail.message_id, recipient="jonas@example.org", **fields)
    report_event(kind, message_id="", **fields)
    report_event(kind, message_id=None, **fields)
    invitation = Invitation.objects.with_card().get()
    assert [invitation.standing, invitation.mail.bounce_reason] == [standing, reason]
    other.refresh_from_db()
    assert other.bounced_at is None


def test_the_first_bounce_reason_is_stored(send_invitation, provider):
    message_id = send_invitation().mail.message_id
    report_event("bounced", message_id=message_id, description="x" * 400)
    report_event("bounced", message_id=message_id, description="later")
    assert Notification.objects.get().bounce_reason == "x" * 300


POSTMARK = {
    "RecordType": "Bounce",
    "Type": "HardBounce",
    "TypeCode": 1,
    "Email": "jonas@example.org",
    "MessageID": "7",
    "Description": "The server was unable to run_digests your message",
    "BouncedAt": "2026-05-01T00:00:00Z",
    "Details": "550 no such user",
}


def test_the_tracking_webhook_requires_the_secret(send_invitation, provider, client, settings):
    settings.ROOT_URLCONF = __name__
    settings.ANYMAIL = {"WEBHOOK_SECRET": "anna:secret"}
    send_invitation()
    Notification.objects.update(message_id="7")
    address = "/anymail/postmark/tracking/"

    def post(**headers):
        return client.post(address, POSTMARK, content_type="application/json", headers=headers).status_code

    assert [post(), post(authorization="Basic YW5uYTp3cm9uZw=="), client.get(address).status_code] == [400, 400, 405]
    assert Invitation.objects.with_card().get().standing == "sent"
    assert post(authorization="Basic YW5uYTpzZWNyZXQ=") == 200
    assert Invitation.objects.with_card().get().standing == "bounced"


@pytest.mark.parametrize(
    ("backend", "anymail", "names"),
    [
        ("anymail.backends.brevo.EmailBackend", {"WEBHOOK_SECRET": "x:y"}, ["brevo_tracking_webhook"]),
        ("anymail.backends.brevo.EmailBackend", {}, []),
        ("django.core.mail.backends.smtp.EmailBackend", {"WEBHOOK_SECRET": "x:y"}, []),
        ("django.core.mail.backends.filebased.EmailBackend", {}, []),
    ],
)
def test_only_the_sending_provider_has_a_webhook(backend, anymail, names):
    assert [route.name for route in webhooks(backend, anymail)] == names


def test_a_sent_notification_cannot_be_retracted(send_invitation, mailoutbox):
    row = send_invitation().mail
    assert [retract(row), Notification.objects.count()] == [False, 1]
    waiting = notify([JONAS], "invitation", at_once=False)[0]
    assert [retract(waiting), Notification.objects.count()] == [True, 1]
