"""A worker that is killed at any moment loses nothing, and sends nothing twice but what had left when it died."""

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
    """As a signal ends a process: no `except Exception` sees it."""


class DiesBefore(EmailBackend):
    def send_messages(self, messages):
        raise Killed


class DiesAfter(EmailBackend):
    """The mail server has taken it; nobody has written that down."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed


class DownBackend(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.fixture
def kind_of_mail(somebody, news, follows, deliver):
    """Something to send, alone or in a digest: what sends it, and its model."""

    def make(model):
        if model is Digest:
            follows(somebody, target=news())
            return deliver
        [row] = notify([somebody], "tidings", news(), at_once=False)
        return lambda: send(row.pk)

    return make


def revive(settings, minutes: int) -> list:
    """The next worker, so many minutes later: what has left in all."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for model in (Notification, Digest):
        for row in model.objects.exclude(claimed_at=None):
            model.objects.filter(pk=row.pk).update(claimed_at=row.claimed_at - timedelta(minutes=minutes))
    call_command("send_notifications")
    return mail.outbox


@pytest.mark.parametrize("model", [Notification, Digest])
@pytest.mark.parametrize(("backend", "copies"), [("DiesBefore", 1), ("DiesAfter", 2)])
def test_a_worker_that_dies_with_a_mail_in_its_hands(kind_of_mail, settings, model, backend, copies):
    act = kind_of_mail(model)
    settings.EMAIL_BACKEND = f"{__name__}.{backend}"
    with pytest.raises(Killed):
        act()
    assert len(revive(settings, minutes=9)) == copies - 1
    assert len(revive(settings, minutes=2)) == copies
    # A second copy is the same mail: programs that know its name show it once.
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1
    assert len(revive(settings, minutes=60)) == copies


@pytest.mark.parametrize("model", [Notification, Digest])
def test_a_mail_server_that_is_down_delays_it(kind_of_mail, settings, model):
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    assert kind_of_mail(model)() in (False, 0)
    assert len(revive(settings, minutes=0)) == 1


def test_a_worker_that_dies_after_it_has_written_a_digest_and_before_it_sends(
    somebody, news, follows, mailoutbox, settings
):
    people = [somebody, UserFactory()]
    follows(*people, target=news())
    assert [len(pks) for pks in write_digests(MONDAY_SEVEN)] == [2]
    assert len(revive(settings, minutes=0)) == 2


def test_a_worker_that_dies_while_it_writes_leaves_everything_as_it_was(somebody, news, follows, deliver, monkeypatch):
    follows(somebody, target=news())
    update = NotificationQuerySet.update

    def die(self, **fields):
        if "digest" in fields:
            raise Killed
        return update(self, **fields)

    monkeypatch.setattr(NotificationQuerySet, "update", die)
    with pytest.raises(Killed):
        deliver()
    monkeypatch.setattr(NotificationQuerySet, "update", update)
    assert [Digest.objects.count(), deliver()] == [0, 1]


def test_a_digest_that_waits_heeds_what_happens_meanwhile(somebody, news, follows, deliver, settings):
    page = news()
    follows(somebody, target=page)
    follows(somebody, target=news("Zwei"))
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    deliver()
    page.unpublish()
    [message] = revive(settings, minutes=0)
    assert message.subject == "Zwei"


def test_what_may_no_longer_be_told_does_not_leave_alone_either(somebody, news, mailoutbox):
    page = news()
    [row] = notify([somebody], "tidings", page, at_once=False)
    page.unpublish()
    assert [send(row.pk), mailoutbox] == [False, []]
    page.save_revision().publish()
    assert send(row.pk) is False
    row.refresh_from_db()
    assert row.withheld_at <= timezone.now()
