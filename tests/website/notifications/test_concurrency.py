"""Two concurrent workers send each mail once."""

import pytest
from django.core import mail

from tests.concurrency import overlapping
from tests.factories.people import UserFactory
from tests.website.notifications.conftest import MONDAY_SEVEN
from website.notifications.actions import notify, send
from website.notifications.actions.digests import write_digests
from website.notifications.models import Digest, Notification, Recipient

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_workers_that_write_and_send_digests_send_each_once(site, news, notify_followers, run_digests):
    people = [UserFactory() for _ in range(3)]
    notify_followers(*people, target=news())
    overlapping(run_digests, run_digests)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)
    assert Digest.objects.count() == 3


def test_two_workers_with_the_same_digests_send_each_once(site, news, notify_followers, run_digests):
    from website.notifications.actions.digests import send_digests

    notify_followers(*[UserFactory() for _ in range(3)], target=news())
    [pks] = write_digests(MONDAY_SEVEN)
    overlapping(lambda: send_digests(pks), lambda: send_digests(pks))
    assert len(mail.outbox) == 3


def test_two_workers_with_the_same_notification_send_it_once(site, news):
    person = UserFactory()
    [row] = notify([Recipient(person, is_direct=False, pace="at_once")], "tidings", news(), at_once=False)
    overlapping(lambda: send(row.pk), lambda: send(row.pk))
    assert [len(mail.outbox), Notification.objects.exclude(sent_at=None).count()] == [1, 1]
