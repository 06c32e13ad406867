"""Digests: language, time zone, grouping, deduplication, and no content that the reader may not see."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from tests.factories.people import UserFactory
from tests.website.notifications.conftest import MONDAY_SEVEN, SUNDAY_NOON, TUESDAY_SEVEN
from website.notifications.actions.digests import MAX_LINES
from website.notifications.models import Digest, Notification, Preference
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_digest_is_one_mail_in_the_readers_language_with_text_and_html(
    jonas, news, notify_followers, run_digests, mailoutbox, settings
):
    theme = Theme.objects.get(slug="energy")
    pages = [news("L'eau & le feu"), news("Vapeur")]
    notify_followers(jonas, target=pages[0], reason_object=theme, data={"words": "Was <b>fehlt</b>?"})
    notify_followers(jonas, target=pages[1], moment=SUNDAY_NOON - HOUR)
    with translation.override("de"):
        address = pages[0].get_absolute_url()
    assert run_digests() == 1
    [message] = mailoutbox
    assert [message.to, message.subject] == [["jonas@example.org"], "L'eau & le feu und noch eine Neuigkeit"]
    assert "NEUES <HIER>\nhttp://localhost:8000/de/neu/\n" in message.body
    assert f"* L'eau & le feu (Amélie Weber)\n  Was <b>fehlt</b>?\n  http://localhost:8000{address}\n" in message.body
    assert message.body.index("* L'eau & le feu") < message.body.index("* Vapeur")
    html = message.alternatives[0].content
    assert '<html lang="de">' in html
    assert [html.count("<h2>"), html.count("<li>"), "Was &lt;b&gt;fehlt&lt;/b&gt;?" in html] == [1, 2, True]
    assert [run_digests(), run_digests(TUESDAY_SEVEN), len(mailoutbox)] == [0, 0, 1]


def test_each_line_states_its_reason(news, notify_followers, run_digests, mailoutbox):
    notify_followers(UserFactory(language="en"), target=news(), reason_object=Theme.objects.get(slug="energy"))
    run_digests()
    assert "  You follow “Energy”.\n" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("zone", "hour_in_utc"), [("Europe/Paris", 5), ("America/Cayenne", 10), ("Pacific/Auckland", 19), ("UTC", 7)]
)
def test_a_digest_is_sent_at_seven_in_the_readers_time_zone(news, notify_followers, run_digests, zone, hour_in_utc):
    person = UserFactory(time_zone=zone)
    notify_followers(person, target=news(), moment=SUNDAY_NOON - 2 * timedelta(days=1))
    start = SUNDAY_NOON.replace(hour=0)
    left = [start + hour * HOUR for hour in range(hour_in_utc - 1, hour_in_utc + 3) if run_digests(start + hour * HOUR)]
    assert left == [start.replace(hour=hour_in_utc)]


def test_a_notification_after_seven_is_sent_the_next_morning(jonas, news, notify_followers, run_digests):
    notify_followers(jonas, target=news(), moment=MONDAY_SEVEN + HOUR)
    assert [run_digests(MONDAY_SEVEN + 2 * HOUR), run_digests(TUESDAY_SEVEN - HOUR), run_digests(TUESDAY_SEVEN)] == [
        0,
        0,
        1,
    ]


def test_a_machine_that_was_off_at_seven_sends_later_that_day(jonas, news, notify_followers, run_digests):
    notify_followers(jonas, target=news())
    assert run_digests(MONDAY_SEVEN + 9 * HOUR) == 1


def test_weekly_and_daily_notifications_share_one_mail_on_monday(
    jonas, news, notify_followers, run_digests, mailoutbox
):
    notify_followers(jonas, target=news("Eins"), pace="weekly", moment=SUNDAY_NOON - timedelta(days=3))
    assert [run_digests(SUNDAY_NOON - day * timedelta(days=1)) for day in (2, 1, 0)] == [0, 0, 0]
    notify_followers(jonas, target=news("Zwei"))
    assert run_digests() == 1
    assert [title in mailoutbox[0].body for title in ("* Eins", "* Zwei")] == [True, True]


def test_a_digest_omits_pages_hidden_or_deleted_before_it_is_sent(
    jonas, news, notify_followers, run_digests, mailoutbox
):
    hidden, deleted = news("Verborgen"), news("Gelöscht")
    for page in (hidden, deleted, news("Sichtbar")):
        notify_followers(jonas, target=page)
    hidden.unpublish()
    deleted.delete()
    assert run_digests() == 1
    message = mailoutbox[0]
    assert message.subject == "Sichtbar"
    assert [word in message.body for word in ("Sichtbar", "Verborgen", "Gelöscht")] == [True, False, False]


def test_a_digest_without_relevant_lines_is_never_sent(jonas, news, notify_followers, run_digests, mailoutbox):
    page = news()
    notify_followers(jonas, target=page)
    page.unpublish()
    assert run_digests() == 0
    page.save_revision().publish()
    call_command("send_notifications")
    assert [run_digests(TUESDAY_SEVEN), mailoutbox] == [0, []]


def test_each_target_is_one_line_and_a_direct_line_takes_precedence(
    jonas, news, notify_followers, run_digests, mailoutbox
):
    Preference.objects.create(user=jonas, direct="daily")
    page = news()
    for words, fields in (("alt", {}), ("neu", {}), ("Du!", {"is_direct": True, "reason_kind": "mentioned"})):
        notify_followers(jonas, target=page, data={"words": words}, **fields)
    other = news("Vapeur")
    notify_followers(jonas, target=other, data={"words": "alt"}, moment=SUNDAY_NOON - HOUR)
    notify_followers(jonas, target=other, data={"words": "neu"})
    run_digests()
    lines = [line for line in mailoutbox[0].body.splitlines() if line.startswith(("* ", "  "))]
    assert [line.strip() for line in lines if not line.strip().startswith(("http", "Sie", "Jemand", "Some", "You"))] == [
        "* Chaleur de Kehl (Amélie Weber)", "Du!", "* Vapeur (Amélie Weber)", "neu"
    ]  # fmt: skip


def test_a_very_long_digest_links_to_more_on_the_site(news, notify_followers, run_digests, mailoutbox):
    person = UserFactory(language="en")
    pages = [news(f"Seite {number:03}") for number in range(3)]
    fields = {"recipient": person, "kind": "tidings", "is_direct": True, "pace": "daily"}
    Notification.objects.bulk_create(
        Notification(**fields, target=pages[number % 3], data={"words": f"n{number:03}"})
        for number in range(MAX_LINES + 5)
    )
    Notification.objects.update(created_at=SUNDAY_NOON)
    assert run_digests() == 1
    body = mailoutbox[0].body
    assert [body.count("\n* "), "There is more on the site:\nhttp://localhost:8000/en/my/notifications/" in body] == [
        MAX_LINES, True
    ]  # fmt: skip
    assert [f"n{number:03}" in body for number in (0, 4, 5, MAX_LINES + 4)] == [False, False, True, True]


def test_closed_accounts_get_no_digest(jonas, news, notify_followers, run_digests, mailoutbox):
    notify_followers(jonas, target=news())
    jonas.is_active = False
    jonas.save()
    assert [run_digests(), mailoutbox, Digest.objects.count()] == [0, [], 0]


def test_nobody_gets_a_second_digest_on_one_day(jonas, news, notify_followers, run_digests):
    notify_followers(jonas, target=news())
    run_digests()
    notify_followers(jonas, target=news("Zwei"))
    assert [run_digests(MONDAY_SEVEN + HOUR), run_digests(TUESDAY_SEVEN)] == [0, 1]


def test_the_command_reports_how_many_digests_were_sent(jonas, news, notify_followers, capsys):
    notify_followers(jonas, target=news(), moment=timezone.now() - timedelta(days=8))
    call_command("send_digests")
    local = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    assert capsys.readouterr().out == ("1 of 1 sent.\n" if local.hour >= 7 else "0 of 0 sent.\n")


def test_an_error_in_one_line_does_not_delay_other_digests(
    jonas, news, notify_followers, run_digests, mailoutbox, monkeypatch, news_notice
):
    other = UserFactory(email="other@example.org")
    notify_followers(jonas, target=news(), data={"words": 1})
    notify_followers(other, target=news("Zwei"))
    line = news_notice.line
    object.__setattr__(news_notice, "line", lambda row: line(row) if row.data.get("words") != 1 else 1 / 0)
    assert [run_digests(), [message.to for message in mailoutbox]] == [1, [["other@example.org"]]]
    object.__setattr__(news_notice, "line", line)
    call_command("send_notifications")
    assert [message.to for message in mailoutbox] == [["other@example.org"], ["jonas@example.org"]]
