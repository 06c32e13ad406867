"""A worker killed at any moment loses no mail; only a mail sent but not yet marked as sent is sent twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from tests.factories.people import UserFactory
from tests.website.notifications.conftest import MONDAY_SEVEN
from website.notifications.actions import notify, send
from website.notifications.actions.digests import write_digests
from website.notifications.models import Digest, Notification
from website.notifications.querysets import NotificationQuerySet

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Ends the worker like a signal: `except Exception` does not catch it."""


class DiesBefore(EmailBackend):
    def send_messages(self, messages):
        raise Killed


class DiesAfter(EmailBackend):
    """The worker dies after the mail server has accepted the mail and before it is marked as sent."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed


class DownBackend(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.fixture
def kind_of_mail(jonas, news, notify_followers, run_digests):
    """Create a mail of its own or a digest; return the function that sends it."""

    def make(model):
        if model is Digest:
            notify_followers(jonas, target=news())
            return run_digests
        [row] = notify([jonas], "tidings", news(), at_once=False)
        return lambda: send(row.pk)

    return make


def revive(settings, minutes: int) -> list:
    """Run the next worker `minutes` later; return all mails sent so far."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for model in (Notification, Digest):
        for row in model.objects.exclude(claimed_at=None):
            model.objects.filter(pk=row.pk).update(claimed_at=row.claimed_at - timedelta(minutes=minutes))
    call_command("send_notifications")
    return mail.outbox


@pytest.mark.parametrize("model", [Notification, Digest])
@pytest.mark.parametrize(("backend", "copies"), [("DiesBefore", 1), ("DiesAfter", 2)])
def test_a_mail_claimed_by_a_dead_worker_is_sent_again_after_the_claim_expires(
    kind_of_mail, settings, model, backend, copies
):
    act = kind_of_mail(model)
    settings.EMAIL_BACKEND = f"{__name__}.{backend}"
    with pytest.raises(Killed):
        act()
    assert len(revive(settings, minutes=9)) == copies - 1
    assert len(revive(settings, minutes=2)) == copies
    # Both copies have the same Message-ID, so that mail programs show one.
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1
    assert len(revive(settings, minutes=60)) == copies


@pytest.mark.parametrize("model", [Notification, Digest])
def test_a_mail_server_that_is_down_delays_the_mail(kind_of_mail, settings, model):
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    assert kind_of_mail(model)() in (False, 0)
    assert len(revive(settings, minutes=0)) == 1


def test_digests_written_by_a_dead_worker_are_sent(jonas, news, notify_followers, mailoutbox, settings):
    people = [jonas, UserFactory()]
    notify_followers(*people, target=news())
    assert [len(pks) for pks in write_digests(MONDAY_SEVEN)] == [2]
    assert len(revive(settings, minutes=0)) == 2


def test_a_worker_that_dies_while_writing_digests_changes_nothing(
    jonas, news, notify_followers, run_digests, monkeypatch
):
    notify_followers(jonas, target=news())
    update = NotificationQuerySet.update

    def die(self, **fields):
        if "digest" in fields:
            raise Killed
        return update(self, **fields)

    monkeypatch.setattr(NotificationQuerySet, "update", die)
    with pytest.raises(Killed):
        run_digests()
    monkeypatch.setattr(NotificationQuerySet, "update", update)
    assert [Digest.objects.count(), run_digests()] == [0, 1]


def test_a_delayed_digest_omits_pages_unpublished_meanwhile(jonas, news, notify_followers, run_digests, settings):
    page = news()
    notify_followers(jonas, target=page)
    notify_followers(jonas, target=news("Zwei"))
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    run_digests()
    page.unpublish()
    [message] = revive(settings, minutes=0)
    assert message.subject == "Zwei"


def test_a_notification_that_is_no_longer_relevant_is_withheld(jonas, news, mailoutbox):
    page = news()
    [row] = notify([jonas], "tidings", page, at_once=False)
    page.unpublish()
    assert [send(row.pk), mailoutbox] == [False, []]
    page.save_revision().publish()
    assert send(row.pk) is False
    row.refresh_from_db()
    assert row.withheld_at <= timezone.now()
