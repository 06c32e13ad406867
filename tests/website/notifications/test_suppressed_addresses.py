"""Suppressed addresses get no mail; their owners see so on the site."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from tests.reading import texts
from website.core.personal_data import all_holdings
from website.notifications.actions import notify, send
from website.notifications.actions.suppression import is_gone, suppress_address
from website.notifications.enums import SuppressionReason
from website.notifications.models import Digest, ExternalRecipient, Notification, SuppressedAddress

pytestmark = pytest.mark.django_db
ERRORS = {}


class RefusingBackend(EmailBackend):
    def send_messages(self, messages):
        raise ERRORS["next"]


def send_to(person, kind="sheet-published", **data) -> bool:
    return send(notify([person], kind, at_once=False, **data)[0].pk)


def suppressed() -> list[tuple[str, str]]:
    return list(SuppressedAddress.objects.values_list("address", "why"))


@pytest.mark.parametrize(
    ("error", "is_suppressed"),
    [
        (SMTPRecipientsRefused({"jonas@example.org": (550, b"5.1.1 No such user")}), True),
        (SMTPRecipientsRefused({"jonas@example.org": (553, b"gone")}), True),
        (SMTPRecipientsRefused({"jonas@example.org": (550, b"5.2.1 Mailbox disabled")}), True),
        (SMTPRecipientsRefused({"jonas@example.org": (550, b"5.5.0 mailbox unavailable at 4.12.3.9")}), True),
        (SMTPRecipientsRefused({"jonas@example.org": (552, b"5.2.2 Mailbox full")}), False),
        (SMTPRecipientsRefused({"jonas@example.org": (554, b"5.7.1 Relay access denied")}), False),
        (SMTPRecipientsRefused({"jonas@example.org": (450, b"4.2.0 Greylisted")}), False),
        (SMTPDataError(550, b"5.1.1 Spam"), False),
        (ConnectionRefusedError(), False),
    ],
)
def test_a_refused_recipient_suppresses_the_address_and_refused_content_does_not(jonas, settings, error, is_suppressed):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    ERRORS["next"] = error
    send_to(jonas, "mail-again")
    assert suppressed() == ([("jonas@example.org", "bounced")] if is_suppressed else [])


def report_event(row, kind: str, **fields) -> None:
    type(row).objects.filter(pk=row.pk).update(message_id="7")
    event = AnymailTrackingEvent(event_type=kind, timestamp=datetime.now(UTC), message_id="7", **fields)
    tracking.send(sender=None, event=event, esp_name="Test")


@pytest.mark.parametrize(
    ("kind", "fields", "why"),
    [
        ("bounced", {"mta_response": "550 5.1.1 unknown"}, "bounced"),
        ("bounced", {"reject_reason": "bounced"}, "bounced"),
        ("rejected", {"reject_reason": "invalid"}, "bounced"),
        ("complained", {}, "complained"),
        ("rejected", {"reject_reason": "spam"}, "complained"),
        # A temporary bounce in the words of several providers.
        ("bounced", {"reject_reason": "bounced", "esp_event": {"Type": "SoftBounce"}}, None),
        ("bounced", {"reject_reason": "bounced", "esp_event": {"event": "soft_bounce"}}, None),
        ("bounced", {"esp_event": {"bounce": {"bounceType": "Transient"}}}, None),
        ("bounced", {"reject_reason": "bounced", "mta_response": "smtp; 452 4.2.2 over quota"}, None),
        ("bounced", {"reject_reason": "blocked", "mta_response": "550 5.7.1 policy"}, None),
        ("bounced", {"reject_reason": "timed_out"}, None),
        ("failed", {"description": "template"}, None),
        ("deferred", {}, None),
        ("delivered", {}, None),
        ("opened", {}, None),
    ],
)
def test_reported_bounces_and_complaints_suppress_the_address_and_soft_bounces_do_not(jonas, kind, fields, why):
    for row in (
        *notify([jonas] * 1, "member-message"),
        Digest.objects.create(recipient=jonas, period="2026-06-08"),
    ):
        for _several in range(4):
            report_event(row, kind, **fields)
        assert suppressed() == ([("jonas@example.org", why)] if why else [])
        SuppressedAddress.objects.all().delete()


def test_the_address_that_the_mail_was_sent_to_is_suppressed(jonas):
    [row] = notify([jonas], "member-message")
    report_event(row, "bounced", recipient="Frueher@example.org")
    assert suppressed() == [("frueher@example.org", "bounced")]


def test_a_suppressed_address_gets_neither_mails_nor_digests(jonas, news, notify_followers, run_digests, mailoutbox):
    suppress_address("Jonas@example.org", SuppressionReason.COMPLAINED, "spam")
    assert send_to(jonas, "tidings") is False
    notify_followers(jonas, target=news())
    assert [run_digests(), run_digests(), mailoutbox] == [0, 0, []]
    assert list(Notification.objects.filter(digest=None).values_list("bounce_reason", flat=True)) == ["spam"]
    assert Digest.objects.get().bounce_reason == "spam"


def test_essential_mails_are_sent_to_a_suppressed_address(jonas, mailoutbox):
    suppress_address(jonas.email, SuppressionReason.BOUNCED)
    assert send_to(ExternalRecipient(jonas.email, "de"), "account", subject="Ihr Passwort", text="Link") is True
    assert [message.subject for message in mailoutbox] == ["Ihr Passwort"]


def test_the_owner_sees_the_suppression_and_can_lift_it(jonas, client, site, mailoutbox):
    suppress_address(jonas.email, SuppressionReason.BOUNCED, "550 5.1.1 <b>No such user</b>")
    client.force_login(jonas)
    home = client.get("/en/")
    assert "Your emails are not being delivered" in [badge.lstrip("! ") for badge in texts(home, "span")]
    page = client.get("/en/my/notifications/")
    assert "The mail server replied: 550 5.1.1 <b>No such user</b>" in texts(page, "p")
    assert "Try again" in texts(page, "button")
    response = client.post("/en/my/notifications/mail-again/", follow=True)
    assert "We have sent you an email. If it is not delivered, you will see this here." in texts(response, "p")
    assert [suppressed(), [message.to for message in mailoutbox]] == [[], [["jonas@example.org"]]]
    client.post("/en/my/notifications/mail-again/")
    assert len(mailoutbox) == 1


def test_the_suppression_of_another_address_is_neither_shown_nor_lifted(jonas, client, site):
    suppress_address("other@example.org", SuppressionReason.BOUNCED, "550 geheim")
    client.force_login(jonas)
    assert "geheim" not in client.get("/en/my/notifications/").content.decode()
    client.post("/en/my/notifications/mail-again/")
    assert [suppressed(), mail.outbox] == [[("other@example.org", "bounced")], []]


@pytest.mark.parametrize("answer", ["", "Mailbox does not exist", "550 gone", "smtp; 550 5.1.10 RESOLVER.ADR.NotFound"])
def test_an_answer_that_means_that_the_address_is_gone(answer):
    assert is_gone(answer)


def test_suppressions_are_deleted_after_a_year_or_with_the_account(jonas):
    for address in (jonas.email, "jonas.old@example.org", "new@example.org"):
        suppress_address(address, SuppressionReason.BOUNCED)
    old = timezone.now() - timedelta(days=400)
    SuppressedAddress.objects.exclude(address="new@example.org").update(since=old)
    holding = next(holding for holding in all_holdings() if holding.name == "mail")
    assert [holding.forget(timezone.now()), len(suppressed())] == [1, 2]
    assert [record["address"] for record in holding.records(jonas)] == [jonas.email]
    holding.erase(jonas, False)
    assert suppressed() == [("new@example.org", "bounced")]
