"""Mail to people without an account, and what a mail server says of addresses that nobody has."""

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
SOMEBODY = ExternalRecipient("jonas@example.org", "de", "Jonas")
ANSWERS = {}
handler400 = site_urls.handler400
urlpatterns = [
    path("anymail/", include(webhooks("anymail.backends.postmark.EmailBackend", {"WEBHOOK_SECRET": "x"}))),
    *site_urls.urlpatterns,
]


class GrumpyBackend(EmailBackend):
    """A mail server that answers as it was told."""

    def send_messages(self, messages):
        raise ANSWERS["next"]


@pytest.fixture
def grumpy(settings):
    settings.EMAIL_BACKEND = f"{__name__}.GrumpyBackend"

    def answer(error):
        ANSWERS["next"] = error

    return answer


@pytest.fixture
def sent(site, django_capture_on_commit_callbacks):
    """Invite Jonas in a transaction that commits."""

    def send(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            invitation = invite("jonas@example.org", kind="member", invited_by=UserFactory(), **fields)
        return Invitation.objects.with_card().get(pk=invitation.pk)

    return send


def test_a_stranger_is_written_to_in_the_language_given_and_by_name(sent, mailoutbox):
    invitation = sent(first_name="Jonas", language="de")
    [message] = mailoutbox
    assert [message.to, "Jonas," in message.body, "/de/invitations/" in message.body] == [
        ["jonas@example.org"], True, True
    ]  # fmt: skip
    assert [invitation.standing, invitation.mail.recipient, invitation.mail.addressee] == ["sent", None, SOMEBODY]


def test_a_stranger_without_a_name_is_greeted_by_the_address(sent, mailoutbox):
    sent(language="en")
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
def test_an_address_that_is_refused_for_good_has_bounced_and_is_not_tried_again(
    sent, grumpy, settings, capsys, error, reason
):
    grumpy(error)
    invitation = sent()
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
def test_while_the_server_is_down_the_invitation_stands_and_its_mail_leaves_once_later(
    sent, grumpy, settings, mailoutbox, error
):
    grumpy(error)
    invitation = sent()
    assert [invitation.standing, mailoutbox] == ["waiting", []]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for _ in range(2):
        call_command("send_notifications")
    assert [message.to for message in mail.outbox] == [["jonas@example.org"]]
    assert Invitation.objects.with_card().get().standing == "sent"


@pytest.fixture
def provider(settings):
    """A mail provider that takes everything, and later tells of bounces."""
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"


def told(kind: str, **fields) -> None:
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
def test_a_provider_tells_later_what_bounced(sent, provider, kind, fields, standing, reason):
    invitation = sent()
    other = notify([SOMEBODY], "invitation")[0]
    told(kind, message_id=invitation.mail.message_id, recipient="jonas@example.org", **fields)
    told(kind, message_id="", **fields)
    told(kind, message_id=None, **fields)
    invitation = Invitation.objects.with_card().get()
    assert [invitation.standing, invitation.mail.bounce_reason] == [standing, reason]
    other.refresh_from_db()
    assert other.bounced_at is None


def test_the_first_reason_is_kept(sent, provider):
    message_id = sent().mail.message_id
    told("bounced", message_id=message_id, description="x" * 400)
    told("bounced", message_id=message_id, description="later")
    assert Notification.objects.get().bounce_reason == "x" * 300


POSTMARK = {
    "RecordType": "Bounce",
    "Type": "HardBounce",
    "TypeCode": 1,
    "Email": "jonas@example.org",
    "MessageID": "7",
    "Description": "The server was unable to deliver your message",
    "BouncedAt": "2026-05-01T00:00:00Z",
    "Details": "550 no such user",
}


def test_a_provider_tells_over_the_web_with_the_secret_and_nobody_without(sent, provider, client, settings):
    settings.ROOT_URLCONF = __name__
    settings.ANYMAIL = {"WEBHOOK_SECRET": "anna:secret"}
    sent()
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
def test_only_the_provider_that_sends_is_listened_to(backend, anymail, names):
    assert [route.name for route in webhooks(backend, anymail)] == names


def test_what_has_left_cannot_be_taken_back(sent, mailoutbox):
    row = sent().mail
    assert [retract(row), Notification.objects.count()] == [False, 1]
    waiting = notify([SOMEBODY], "invitation", at_once=False)[0]
    assert [retract(waiting), Notification.objects.count()] == [True, 1]
