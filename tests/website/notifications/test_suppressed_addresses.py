"""Addresses that mails come back from, or whose people complain, get none; their owners read so on the site."""

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
ANSWERS = {}


class GrumpyBackend(EmailBackend):
    def send_messages(self, messages):
        raise ANSWERS["next"]


def leaves(person, kind="sheet-published", **data) -> bool:
    return send(notify([person], kind, at_once=False, **data)[0].pk)


def stopped() -> list[tuple[str, str]]:
    return list(SuppressedAddress.objects.values_list("address", "why"))


@pytest.mark.parametrize(
    ("error", "stops"),
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
def test_a_server_that_says_that_nobody_is_there_stops_mail_and_one_that_refuses_the_text_does_not(
    somebody, settings, error, stops
):
    settings.EMAIL_BACKEND = f"{__name__}.GrumpyBackend"
    ANSWERS["next"] = error
    leaves(somebody, "mail-again")
    assert stopped() == ([("jonas@example.org", "bounced")] if stops else [])


def told(row, kind: str, **fields) -> None:
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
        # Provider by provider, as they name a bounce that may pass.
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
def test_a_provider_tells_of_bounces_and_complaints_and_soft_ones_do_not_count(somebody, kind, fields, why):
    for row in (
        *notify([somebody] * 1, "member-message"),
        Digest.objects.create(recipient=somebody, period="2026-06-08"),
    ):
        for _several in range(4):
            told(row, kind, **fields)
        assert stopped() == ([("jonas@example.org", why)] if why else [])
        SuppressedAddress.objects.all().delete()


def test_what_stops_is_the_address_that_the_mail_went_to(somebody):
    [row] = notify([somebody], "member-message")
    told(row, "bounced", recipient="Frueher@example.org")
    assert stopped() == [("frueher@example.org", "bounced")]


def test_no_mail_leaves_to_a_stopped_address_alone_or_in_a_digest(somebody, news, follows, deliver, mailoutbox):
    suppress_address("Jonas@example.org", SuppressionReason.COMPLAINED, "spam")
    assert leaves(somebody, "tidings") is False
    follows(somebody, target=news())
    assert [deliver(), deliver(), mailoutbox] == [0, 0, []]
    assert list(Notification.objects.filter(digest=None).values_list("bounce_reason", flat=True)) == ["spam"]
    assert Digest.objects.get().bounce_reason == "spam"


def test_what_somebody_asks_for_at_that_moment_leaves_all_the_same(somebody, mailoutbox):
    suppress_address(somebody.email, SuppressionReason.BOUNCED)
    assert leaves(ExternalRecipient(somebody.email, "de"), "account", subject="Ihr Passwort", text="Link") is True
    assert [message.subject for message in mailoutbox] == ["Ihr Passwort"]


def test_the_owner_reads_so_on_the_site_and_says_try_again(somebody, client, site, mailoutbox):
    suppress_address(somebody.email, SuppressionReason.BOUNCED, "550 5.1.1 <b>No such user</b>")
    client.force_login(somebody)
    home = client.get("/en/")
    assert "Mails to you come back" in [badge.lstrip("! ") for badge in texts(home, "span")]
    page = client.get("/en/my/notifications/")
    assert "The mail server said: 550 5.1.1 <b>No such user</b>" in texts(page, "p")
    assert "Try again" in texts(page, "button")
    response = client.post("/en/my/notifications/mail-again/", follow=True)
    assert "A mail is on its way to you. If it does not arrive, you will read so here." in texts(response, "p")
    assert [stopped(), [message.to for message in mailoutbox]] == [[], [["jonas@example.org"]]]
    client.post("/en/my/notifications/mail-again/")
    assert len(mailoutbox) == 1


def test_nobody_sees_or_lifts_what_is_anothers(somebody, client, site):
    suppress_address("other@example.org", SuppressionReason.BOUNCED, "550 geheim")
    client.force_login(somebody)
    assert "geheim" not in client.get("/en/my/notifications/").content.decode()
    client.post("/en/my/notifications/mail-again/")
    assert [stopped(), mail.outbox] == [[("other@example.org", "bounced")], []]


@pytest.mark.parametrize("answer", ["", "Mailbox does not exist", "550 gone", "smtp; 550 5.1.10 RESOLVER.ADR.NotFound"])
def test_an_answer_that_means_that_the_address_is_gone(answer):
    assert is_gone(answer)


def test_what_is_kept_of_addresses_goes_with_its_time_or_its_account(somebody):
    for address in (somebody.email, "jonas.old@example.org", "new@example.org"):
        suppress_address(address, SuppressionReason.BOUNCED)
    old = timezone.now() - timedelta(days=400)
    SuppressedAddress.objects.exclude(address="new@example.org").update(since=old)
    holding = next(holding for holding in all_holdings() if holding.name == "mail")
    assert [holding.forget(timezone.now()), len(stopped())] == [1, 2]
    assert [record["address"] for record in holding.records(somebody)] == [somebody.email]
    holding.erase(somebody, False)
    assert stopped() == [("new@example.org", "bounced")]
