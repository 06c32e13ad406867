"""The number of statements does not depend on the number of rows."""

import pytest
from django.contrib.contenttypes.models import ContentType

from tests.factories.people import UserFactory
from tests.testing import statements
from tests.website.notifications.conftest import MONDAY_SEVEN, SUNDAY_NOON
from website.accounts.models import User
from website.news.models import NewsPage
from website.notifications.actions import digests, notify
from website.notifications.actions.digests import send_digests, write_digests
from website.notifications.models import Digest, Notification, Recipient
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_batch_of_digests_takes_two_more_for_each_mail(news, notify_followers, run_digests, mailoutbox, people, rows):
    readers = [UserFactory() for _ in range(people)]
    for number in range(rows):
        notify_followers(*readers, target=news(f"Titre {number}"), reason_object=Theme.objects.all()[number])
    ContentType.objects.get_for_models(NewsPage, Theme)
    with statements("notifications: a batch of digests", plus=2 * people):
        assert run_digests() == people
    assert mailoutbox[0].body.count("\n* ") == rows


@pytest.mark.parametrize("number", [1, 3])
def test_notifying_many_takes_one_statement(news, number):
    page = news()
    people = [UserFactory() for _ in range(number)]
    with statements("notifications: recipient many"):
        notify([Recipient(person, is_direct=False) for person in people], "tidings", page, at_once=False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_and_the_menu_take_a_constant_number(client, news, number):
    reader = UserFactory()
    client.force_login(reader)
    for i in range(number):
        reason_kind = Recipient(reader, "followed", Theme.objects.all()[i], is_direct=False)
        notify([reason_kind], "tidings", news(f"Titre {i}"))
        notify([reader], "member-message", sender="A", subject="B", message="x", reply_to="a@b.c")
    client.get("/en/my/notifications/")
    with statements("notifications: the page"):
        assert client.get("/en/my/notifications/").status_code == 200


def test_digests_are_processed_one_batch_at_a_time(news, mailoutbox, monkeypatch):
    monkeypatch.setattr(digests, "BATCH_SIZE", 10)
    page = news()
    for number in (10, 30):
        people = User.objects.bulk_create(User(email=f"p{number}-{i}@example.org") for i in range(number))
        notify([Recipient(person, is_direct=False) for person in people], "tidings", page, at_once=False)
        Notification.objects.update(created_at=SUNDAY_NOON)
        before = Digest.objects.count()
        for batch, pks in enumerate(write_digests(MONDAY_SEVEN), start=1):
            # Digests are written one batch at a time, and sending reads the rows of one batch only.
            assert [len(pks), Digest.objects.count() - before] == [10, 10 * batch]
            with statements("notifications: sending a batch of digests", plus=2 * 10):
                assert send_digests(pks) == 10
        assert batch == number // 10
    assert len(mailoutbox) == 40
