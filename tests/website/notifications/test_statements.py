"""How much the database and the memory are asked for: as much for many as for one."""

import tracemalloc

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from tests.factories.people import UserFactory
from tests.testing import statements
from tests.website.notifications.conftest import MONDAY_SEVEN, SUNDAY_NOON
from website.accounts.models import User
from website.news.models import NewsPage
from website.notifications.actions import digests, notify
from website.notifications.actions.digests import send_digests, write_digests
from website.notifications.models import Notification, Recipient
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_batch_of_digests_takes_as_many_and_two_for_each_mail(news, follows, deliver, mailoutbox, people, rows):
    readers = [UserFactory() for _ in range(people)]
    for number in range(rows):
        follows(*readers, target=news(f"Titre {number}"), reason_object=Theme.objects.all()[number])
    ContentType.objects.get_for_models(NewsPage, Theme)
    with statements(14 + 2 * people):
        assert deliver() == people
    assert mailoutbox[0].body.count("\n* ") == rows


@pytest.mark.parametrize("number", [1, 3])
def test_telling_many_takes_one(news, number):
    page = news()
    people = [UserFactory() for _ in range(number)]
    with statements(1):
        notify([Recipient(person, is_direct=False) for person in people], "tidings", page, at_once=False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_and_the_menu_take_as_many_however_much_was_told(client, news, number):
    reader = UserFactory()
    client.force_login(reader)
    for i in range(number):
        reason_kind = Recipient(reader, "followed", Theme.objects.all()[i], is_direct=False)
        notify([reason_kind], "tidings", news(f"Titre {i}"))
        notify([reader], "member-message", sender="A", subject="B", message="x", reply_to="a@b.c")
    client.get("/en/my/notifications/")
    with statements(10):
        assert client.get("/en/my/notifications/").status_code == 200


def test_many_batches_take_no_more_memory_than_a_few(news, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    monkeypatch.setattr(digests, "PEOPLE", 10)
    pages = [news(f"Titre {number}") for number in range(3)]
    peaks = {}
    for number in (10, 20, 160):  # the first brings what is kept: templates, translations
        people = User.objects.bulk_create(User(email=f"p{number}-{i}@example.org") for i in range(number))
        for page in pages:
            notify([Recipient(person, is_direct=False) for person in people], "tidings", page, at_once=False)
        Notification.objects.update(created_at=SUNDAY_NOON)
        sent = []
        tracemalloc.start()
        for pks in write_digests(MONDAY_SEVEN):
            with CaptureQueriesContext(connection) as captured:
                sent.append(send_digests(pks))
            assert len(captured) == 4 + 2 * 10
            reset_queries()
        peaks[number] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert sent == [10] * (number // 10)
    assert peaks[160] < 1.5 * peaks[20]
