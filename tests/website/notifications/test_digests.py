"""One mail in the morning: in its reader's language and zone, grouped, nothing twice, nothing that they may not see."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from tests.factories.people import UserFactory
from tests.website.notifications.conftest import MONDAY_SEVEN, SUNDAY_NOON, TUESDAY_SEVEN
from website.notifications.actions.digests import LINES
from website.notifications.models import Digest, Notification, Preference
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_what_waited_is_one_mail_in_its_readers_language_with_text_and_html(
    somebody, news, follows, deliver, mailoutbox, settings
):
    theme = Theme.objects.get(slug="energy")
    pages = [news("L'eau & le feu"), news("Vapeur")]
    follows(somebody, target=pages[0], reason_object=theme, data={"words": "Was <b>fehlt</b>?"})
    follows(somebody, target=pages[1], moment=SUNDAY_NOON - HOUR)
    with translation.override("de"):
        address = pages[0].get_absolute_url()
    assert deliver() == 1
    [message] = mailoutbox
    assert [message.to, message.subject] == [["jonas@example.org"], "L'eau & le feu und noch eine Neuigkeit"]
    assert "NEUES <HIER>\nhttp://localhost:8000/de/neu/\n" in message.body
    assert f"* L'eau & le feu (Amélie Weber)\n  Was <b>fehlt</b>?\n  http://localhost:8000{address}\n" in message.body
    assert message.body.index("* L'eau & le feu") < message.body.index("* Vapeur")
    html = message.alternatives[0].content
    assert '<html lang="de">' in html
    assert [html.count("<h2>"), html.count("<li>"), "Was &lt;b&gt;fehlt&lt;/b&gt;?" in html] == [1, 2, True]
    assert [deliver(), deliver(TUESDAY_SEVEN), len(mailoutbox)] == [0, 0, 1]


def test_each_thing_says_why_it_is_told(news, follows, deliver, mailoutbox):
    follows(UserFactory(language="en"), target=news(), reason_object=Theme.objects.get(slug="energy"))
    deliver()
    assert "  You follow “Energy”.\n" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("zone", "hour_in_utc"), [("Europe/Paris", 5), ("America/Cayenne", 10), ("Pacific/Auckland", 19), ("UTC", 7)]
)
def test_it_leaves_at_seven_in_its_readers_zone(news, follows, deliver, zone, hour_in_utc):
    person = UserFactory(time_zone=zone)
    follows(person, target=news(), moment=SUNDAY_NOON - 2 * timedelta(days=1))
    start = SUNDAY_NOON.replace(hour=0)
    left = [start + hour * HOUR for hour in range(hour_in_utc - 1, hour_in_utc + 3) if deliver(start + hour * HOUR)]
    assert left == [start.replace(hour=hour_in_utc)]


def test_what_is_written_after_seven_waits_for_the_next_morning(somebody, news, follows, deliver):
    follows(somebody, target=news(), moment=MONDAY_SEVEN + HOUR)
    assert [deliver(MONDAY_SEVEN + 2 * HOUR), deliver(TUESDAY_SEVEN - HOUR), deliver(TUESDAY_SEVEN)] == [0, 0, 1]


def test_a_machine_that_was_off_at_seven_sends_later_that_day(somebody, news, follows, deliver):
    follows(somebody, target=news())
    assert deliver(MONDAY_SEVEN + 9 * HOUR) == 1


def test_what_comes_weekly_comes_on_monday_with_what_comes_daily_in_one_mail(
    somebody, news, follows, deliver, mailoutbox
):
    follows(somebody, target=news("Eins"), pace="weekly", moment=SUNDAY_NOON - timedelta(days=3))
    assert [deliver(SUNDAY_NOON - day * timedelta(days=1)) for day in (2, 1, 0)] == [0, 0, 0]
    follows(somebody, target=news("Zwei"))
    assert deliver() == 1
    assert [title in mailoutbox[0].body for title in ("* Eins", "* Zwei")] == [True, True]


def test_what_was_hidden_or_deleted_before_the_mail_leaves_is_not_in_it(somebody, news, follows, deliver, mailoutbox):
    hidden, deleted = news("Verborgen"), news("Gelöscht")
    for page in (hidden, deleted, news("Sichtbar")):
        follows(somebody, target=page)
    hidden.unpublish()
    deleted.delete()
    assert deliver() == 1
    message = mailoutbox[0]
    assert message.subject == "Sichtbar"
    assert [word in message.body for word in ("Sichtbar", "Verborgen", "Gelöscht")] == [True, False, False]


def test_where_nothing_is_left_no_mail_leaves_then_or_later(somebody, news, follows, deliver, mailoutbox):
    page = news()
    follows(somebody, target=page)
    page.unpublish()
    assert deliver() == 0
    page.save_revision().publish()
    call_command("send_notifications")
    assert [deliver(TUESDAY_SEVEN), mailoutbox] == [0, []]


def test_one_thing_is_one_line_and_the_line_is_the_one_addressed_to_the_reader(
    somebody, news, follows, deliver, mailoutbox
):
    Preference.objects.create(user=somebody, direct="daily")
    page = news()
    for words, said in (("alt", {}), ("neu", {}), ("Du!", {"is_direct": True, "reason_kind": "mentioned"})):
        follows(somebody, target=page, data={"words": words}, **said)
    other = news("Vapeur")
    follows(somebody, target=other, data={"words": "alt"}, moment=SUNDAY_NOON - HOUR)
    follows(somebody, target=other, data={"words": "neu"})
    deliver()
    lines = [line for line in mailoutbox[0].body.splitlines() if line.startswith(("* ", "  "))]
    assert [line.strip() for line in lines if not line.strip().startswith(("http", "Sie", "Jemand", "Some", "You"))] == [
        "* Chaleur de Kehl (Amélie Weber)", "Du!", "* Vapeur (Amélie Weber)", "neu"
    ]  # fmt: skip


def test_a_very_long_one_says_that_there_is_more_and_not_how_much(news, follows, deliver, mailoutbox):
    person = UserFactory(language="en")
    pages = [news(f"Seite {number:03}") for number in range(3)]
    said = {"recipient": person, "kind": "tidings", "is_direct": True, "pace": "daily"}
    Notification.objects.bulk_create(
        Notification(**said, target=pages[number % 3], data={"words": f"n{number:03}"}) for number in range(LINES + 5)
    )
    Notification.objects.update(created_at=SUNDAY_NOON)
    assert deliver() == 1
    body = mailoutbox[0].body
    assert [body.count("\n* "), "There is more on the site:\nhttp://localhost:8000/en/my/notifications/" in body] == [
        LINES, True
    ]  # fmt: skip
    assert [f"n{number:03}" in body for number in (0, 4, 5, LINES + 4)] == [False, False, True, True]


def test_closed_accounts_get_none(somebody, news, follows, deliver, mailoutbox):
    follows(somebody, target=news())
    somebody.is_active = False
    somebody.save()
    assert [deliver(), mailoutbox, Digest.objects.count()] == [0, [], 0]


def test_who_has_had_todays_gets_no_second_one(somebody, news, follows, deliver):
    follows(somebody, target=news())
    deliver()
    follows(somebody, target=news("Zwei"))
    assert [deliver(MONDAY_SEVEN + HOUR), deliver(TUESDAY_SEVEN)] == [0, 1]


def test_the_command_says_how_many_left(somebody, news, follows, capsys):
    follows(somebody, target=news(), moment=timezone.now() - timedelta(days=8))
    call_command("send_digests")
    local = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    assert capsys.readouterr().out == ("1 of 1 sent.\n" if local.hour >= 7 else "0 of 0 sent.\n")


def test_a_room_whose_words_fail_keeps_nobody_elses_mail_back(
    somebody, news, follows, deliver, mailoutbox, monkeypatch, tidings
):
    other = UserFactory(email="other@example.org")
    follows(somebody, target=news(), data={"words": 1})
    follows(other, target=news("Zwei"))
    line = tidings.line
    object.__setattr__(tidings, "line", lambda row: line(row) if row.data.get("words") != 1 else 1 / 0)
    assert [deliver(), [message.to for message in mailoutbox]] == [1, [["other@example.org"]]]
    object.__setattr__(tidings, "line", line)
    call_command("send_notifications")
    assert [message.to for message in mailoutbox] == [["other@example.org"], ["jonas@example.org"]]
