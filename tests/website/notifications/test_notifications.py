"""Notifications are mailed once, in the recipient's language and time zone, after the transaction has committed."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from website.news.models import NewsPage
from website.notifications.actions import notify, send
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db
TEMPLATES = {
    "probe.subject.txt": "{{ data.title }}\n   {{ target.title }}",
    "probe.txt": (
        "{% load i18n tz %}{% autoescape off %}{% get_current_language as code %}"
        "{{ code }} {{ data.title }} {{ site_name }} {% get_current_timezone as zone %}{{ zone }}{% endautoescape %}"
    ),
    "probe.html": "<p>{{ data.title }}</p>",
}


class DownBackend(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.fixture(autouse=True)
def _probe_templates(tmp_path, settings):
    folder = tmp_path / "emails"
    folder.mkdir()
    for name, text in TEMPLATES.items():
        (folder / name).write_text(text)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]


@pytest.fixture
def notify_committed(django_capture_on_commit_callbacks):
    """Notify in a transaction that commits."""

    def notify_people(*people, title="Bonne nouvelle", target=None):
        with django_capture_on_commit_callbacks(execute=True):
            return notify(people, "probe", target, title=title)

    return notify_people


def test_each_person_gets_one_mail_in_their_language_and_time(notify_committed, mailoutbox):
    notify_committed(
        UserFactory(email="a@example.org", language="de", time_zone="Europe/Berlin"),
        UserFactory(email="b@example.org", language="nl", time_zone="America/Cayenne"),
    )
    assert [(message.to, message.body.split()[0], message.body.split()[-1]) for message in mailoutbox] == [
        (["a@example.org"], "de", "Europe/Berlin"),
        (["b@example.org"], "nl", "America/Cayenne"),
    ]


def test_a_mail_has_text_and_html_and_is_marked_as_automatic(notify_committed, mailoutbox):
    notify_committed(UserFactory(), title="L'eau & <b>l'air</b>")
    [message] = mailoutbox
    assert "L'eau & <b>l'air</b>" in message.body
    assert message.alternatives[0].content == "<p>L&#x27;eau &amp; &lt;b&gt;l&#x27;air&lt;/b&gt;</p>"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_subject_is_one_line_for_any_title(site, notify_committed, mailoutbox):
    page = make_page(NewsPage, title="Chaleur de Kehl")
    notify_committed(UserFactory(), title="Deux\nlignes\r\nBcc: x@example.org", target=page)
    assert mailoutbox[0].subject == "Deux lignes Bcc: x@example.org Chaleur de Kehl"


def test_nothing_is_mailed_before_the_commit(mailoutbox, django_capture_on_commit_callbacks):
    person = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        notify([person], "probe", title="Plus tard")
        assert mailoutbox == []
    assert len(mailoutbox) == 1


def test_a_rolled_back_transaction_notifies_nobody(mailoutbox, django_capture_on_commit_callbacks):
    person = UserFactory()

    def fail_after_notifying():
        with transaction.atomic():
            notify([person], "probe", title="Jamais")
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        fail_after_notifying()
    assert [mailoutbox, Notification.objects.count()] == [[], 0]


def test_if_the_mail_server_is_down_the_mail_is_sent_once_later(notify_committed, settings, mailoutbox, capsys):
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    [row] = notify_committed(UserFactory())
    row.refresh_from_db()
    assert [row.sent_at, row.claimed_at, mailoutbox] == [None, None, []]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    capsys.readouterr()
    for report in ("1 of 1 sent.\n", "0 of 0 sent.\n"):
        call_command("send_notifications")
        assert capsys.readouterr().out == report
    assert len(mail.outbox) == 1


def test_a_sent_or_claimed_mail_is_not_sent_by_another_worker(notify_committed, mailoutbox):
    [row] = notify_committed(UserFactory())
    assert [send(row.pk), len(mailoutbox)] == [False, 1]
    other = notify([UserFactory()], "probe", title="x")[0]
    Notification.objects.filter(pk=other.pk).update(claimed_at=timezone.now())
    assert send(other.pk) is False
    Notification.objects.filter(pk=other.pk).update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert [send(other.pk), len(mailoutbox)] == [True, 2]


def test_closed_accounts_get_no_mail(notify_committed, mailoutbox):
    notify_committed(UserFactory(is_active=False))
    call_command("send_notifications")
    assert mailoutbox == []


def test_the_mail_is_sent_even_if_its_target_was_deleted(site, notify_committed, mailoutbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    page = make_page(NewsPage)
    notify_committed(UserFactory(), target=page)
    page.delete()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_notifications")
    assert [message.subject for message in mail.outbox] == ["Bonne nouvelle"]


def test_a_read_notification_is_no_longer_unread(notify_committed):
    [row] = notify_committed(UserFactory())
    assert list(Notification.objects.unread()) == [row]
    row.read_at = timezone.make_aware(datetime(2026, 5, 1))  # noqa: DTZ001 - made aware here
    row.save()
    assert Notification.objects.unread().count() == 0
