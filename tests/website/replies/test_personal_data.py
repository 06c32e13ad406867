from datetime import timedelta

import pytest
from django.utils import timezone

from tests.website.replies.conftest import letter
from website.core import personal_data
from website.privacy.actions import erase_account
from website.replies.actions import receive
from website.replies.models import InboundMail

pytestmark = pytest.mark.django_db


def holding() -> personal_data.Holding:
    return next(holding for holding in personal_data.all_holdings() if holding.name == "replies")


def test_the_records_of_a_person_do_not_contain_the_text_of_mails(address, camille, anna):
    receive(letter(address, "A secret that stays in the mail."))
    [record] = holding().records(camille)
    assert [sorted(record), record["outcome"], list(holding().records(anna))] == [
        ["answered_at", "message_id", "outcome", "received_at"], "posted", []
    ]  # fmt: skip
    assert "secret" not in str(InboundMail.objects.values())


def test_records_are_deleted_with_the_account_and_after_ninety_days(address, camille, anna, organisation):
    receive(letter(address))
    receive(letter(address, From="anna@example.org", Message_ID="<two@mail.example.org>"))
    erase_account(camille)
    assert list(InboundMail.objects.values_list("user__email", flat=True)) == ["anna@example.org"]
    now = timezone.now()
    assert [holding().forget(now + timedelta(days=days)) for days in (89, 91)] == [0, 1]
