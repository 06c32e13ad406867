"""Concurrent deliveries, which require row locks: one mail delivered twice, and two mails that would both be answered."""

import pytest

from tests.concurrency import overlapping
from tests.website.replies.conftest import answers, delivered, letter
from website.replies.actions import receive
from website.replies.models import InboundMail

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_mail_delivered_twice_at_once_is_posted_once(site, address):
    found = []
    overlapping(lambda: found.append(receive(letter(address))), lambda: found.append(receive(letter(address))))
    assert [found, len(delivered()), InboundMail.objects.count()] == [["posted", None], 1, 1]


def test_of_two_mails_that_cannot_be_posted_one_is_answered(site, address):
    one, two = (letter(address, "", Message_ID=f"<{name}@mail.example.org>") for name in ("one", "two"))
    overlapping(lambda: receive(one), lambda: receive(two))
    assert [len(answers()), InboundMail.objects.filter(outcome="empty").count()] == [1, 2]
