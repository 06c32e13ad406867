"""What people are told: once, in their language and time, after the act that it tells of is certain."""

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
    """A mail server that answers nobody."""

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
def told(django_capture_on_commit_callbacks):
    """Notify in a transaction that commits."""

    def tell(*people, title="Bonne nouvelle", target=None):
        with django_capture_on_commit_callbacks(execute=True):
            return notify(people, "probe", target, title=title)

    return tell


def test_each_person_gets_one_mail_in_their_language_and_time(told, mailoutbox):
    told(
        UserFactory(email="a@example.org", language="de", time_zone="Europe/Berlin"),
        UserFactory(email="b@example.org", language="nl", time_zone="America/Cayenne"),
    )
    assert [(message.to, message.body.split()[0], message.body.split()[-1]) for message in mailoutbox] == [
        (["a@example.org"], "de", "Europe/Berlin"),
        (["b@example.org"], "nl", "America/Cayenne"),
    ]


def test_a_mail_has_text_and_html_and_asks_for_no_answer(told, mailoutbox):
    told(UserFactory(), title="L'eau & <b>l'air</b>")
    [message] = mailoutbox
    assert "L'eau & <b>l'air</b>" in message.body
    assert message.alternatives[0].content == "<p>L&#x27;eau &amp; &lt;b&gt;l&#x27;air&lt;/b&gt;</p>"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_subject_is_one_line_whatever_a_title_holds(site, told, mailoutbox):
    page = make_page(NewsPage, title="Chaleur de Kehl")
    told(UserFactory(), title="Deux\nlignes\r\nBcc: x@example.org", target=page)
    assert mailoutbox[0].subject == "Deux lignes Bcc: x@example.org Chaleur de Kehl"


def test_nothing_is_mailed_before_the_act_is_certain(mailoutbox, django_capture_on_commit_callbacks):
    person = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        notify([person], "probe", title="Plus tard")
        assert mailoutbox == []
    assert len(mailoutbox) == 1


def test_an_act_that_fails_tells_nobody(mailoutbox, django_capture_on_commit_callbacks):
    person = UserFactory()

    def fail_after_telling():
        with transaction.atomic():
            notify([person], "probe", title="Jamais")
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        fail_after_telling()
    assert [mailoutbox, Notification.objects.count()] == [[], 0]


def test_while_the_mail_server_is_down_the_act_stands_and_the_mail_leaves_once_later(
    told, settings, mailoutbox, capsys
):
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    [row] = told(UserFactory())
    row.refresh_from_db()
    assert [row.sent_at, row.claimed_at, mailoutbox] == [None, None, []]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    capsys.readouterr()
    for report in ("1 of 1 sent.\n", "0 of 0 sent.\n"):
        call_command("send_notifications")
        assert capsys.readouterr().out == report
    assert len(mail.outbox) == 1


def test_two_workers_never_send_the_same(told, mailoutbox):
    [row] = told(UserFactory())
    assert [send(row.pk), len(mailoutbox)] == [False, 1]
    other = notify([UserFactory()], "probe", title="x")[0]
    Notification.objects.filter(pk=other.pk).update(claimed_at=timezone.now())
    assert send(other.pk) is False
    Notification.objects.filter(pk=other.pk).update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert [send(other.pk), len(mailoutbox)] == [True, 2]


def test_closed_accounts_are_told_nothing(told, mailoutbox):
    told(UserFactory(is_active=False))
    call_command("send_notifications")
    assert mailoutbox == []


def test_what_it_was_about_may_be_gone_by_then(site, told, mailoutbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    page = make_page(NewsPage)
    told(UserFactory(), target=page)
    page.delete()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_notifications")
    assert [message.subject for message in mail.outbox] == ["Bonne nouvelle"]


def test_a_read_notification_is_no_longer_unread(told):
    [row] = told(UserFactory())
    assert list(Notification.objects.unread()) == [row]
    row.read_at = timezone.make_aware(datetime(2026, 5, 1))  # noqa: DTZ001 - made aware here
    row.save()
    assert Notification.objects.unread().count() == 0
