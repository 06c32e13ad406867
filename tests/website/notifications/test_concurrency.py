"""Two workers at once: each mail leaves once."""

import pytest
from django.core import mail

from tests.concurrency import overlapping
from tests.factories.people import UserFactory
from tests.website.notifications.conftest import MONDAY_SEVEN
from website.notifications.actions import notify, send
from website.notifications.actions.digests import write_digests
from website.notifications.models import Digest, Notification, Recipient

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_workers_who_write_and_send_digests_at_once_send_each_once(site, news, follows, deliver):
    people = [UserFactory() for _ in range(3)]
    follows(*people, target=news())
    overlapping(deliver, deliver)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)
    assert Digest.objects.count() == 3


def test_two_workers_with_the_same_list_in_hand_send_each_once(site, news, follows, deliver):
    from website.notifications.actions.digests import send_digests

    follows(*[UserFactory() for _ in range(3)], target=news())
    [pks] = write_digests(MONDAY_SEVEN)
    overlapping(lambda: send_digests(pks), lambda: send_digests(pks))
    assert len(mail.outbox) == 3


def test_a_row_that_is_no_longer_due_when_the_other_worker_has_claimed_it_leaves_once(site, news):
    person = UserFactory()
    [row] = notify([Recipient(person, is_direct=False, pace="at_once")], "tidings", news(), at_once=False)
    overlapping(lambda: send(row.pk), lambda: send(row.pk))
    assert [len(mail.outbox), Notification.objects.exclude(sent_at=None).count()] == [1, 1]
