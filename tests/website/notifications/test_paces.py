"""The pace of a mail is the recipient's preference at the time when it would be sent."""

import pytest

from tests.factories.people import UserFactory
from tests.website.notifications.conftest import MONDAY_SEVEN, TUESDAY_SEVEN
from website.notifications.actions import notify, send
from website.notifications.models import ExternalRecipient, Notification, Preference, Recipient

pytestmark = pytest.mark.django_db


def paces(**fields) -> list[str]:
    return list(
        Notification.objects.filter(**fields).with_pace().order_by("pk").values_list("effective_pace", flat=True)
    )


def test_direct_notifications_are_sent_at_once_and_followed_ones_daily_by_default(jonas, news, notify_followers):
    page = news()
    notify_followers(jonas, target=page)
    notify_followers(jonas, target=page, reason_kind="mentioned", is_direct=True)
    assert paces() == ["daily", "at_once"]


def test_the_pace_of_one_follow_takes_precedence_over_the_preference(jonas, news, notify_followers):
    Preference.objects.create(user=jonas, direct="daily", followed="never")
    page = news()
    notify_followers(jonas, target=page)
    notify_followers(jonas, target=page, pace="weekly")
    notify_followers(jonas, target=page, is_direct=True)
    assert paces() == ["never", "weekly", "daily"]


def test_letters_and_mails_to_external_recipients_are_always_sent_at_once(jonas, news):
    Preference.objects.create(user=jonas, direct="never", followed="never")
    notify([jonas], "member-message", sender="x", subject="y")
    notify([jonas], "a-kind-that-nobody-declared")
    notify([ExternalRecipient("a@example.org", "de")], "tidings", news())
    assert paces() == ["at_once"] * 3


def test_only_notifications_that_are_due_at_once_are_mailed_on_commit(
    jonas, news, mailoutbox, django_capture_on_commit_callbacks
):
    eager = UserFactory(email="eager@example.org")
    Preference.objects.create(user=eager, followed="at_once")
    with django_capture_on_commit_callbacks(execute=True):
        notify([Recipient(person, is_direct=False) for person in (jonas, eager)], "tidings", news())
    assert [message.to for message in mailoutbox] == [["eager@example.org"]]
    waiting = Notification.objects.get(recipient=jonas)
    assert [send(waiting.pk), len(mailoutbox)] == [False, 1]


def test_a_changed_preference_applies_to_pending_mails(jonas, news, notify_followers, run_digests, mailoutbox):
    [row] = notify_followers(jonas, target=news())
    chosen = Preference.objects.create(user=jonas, followed="weekly")
    assert run_digests(TUESDAY_SEVEN) == 1
    [row] = notify_followers(jonas, target=news("Zwei"), moment=MONDAY_SEVEN)
    assert run_digests(TUESDAY_SEVEN) == 0
    chosen.followed = "at_once"
    chosen.save()
    assert [send(row.pk), len(mailoutbox)] == [True, 2]


def test_a_notification_with_pace_never_is_never_mailed(jonas, news, notify_followers, run_digests, mailoutbox):
    chosen = Preference.objects.create(user=jonas, followed="never")
    notify_followers(jonas, target=news())
    assert run_digests() == 0
    chosen.followed = "daily"
    chosen.save()
    assert [run_digests(TUESDAY_SEVEN), mailoutbox] == [0, []]
    assert Notification.objects.for_user(jonas).unread().count() == 1


def test_a_recipient_listed_several_times_gets_one_direct_notification(jonas, news):
    recipients = [Recipient(jonas, "followed", is_direct=False), Recipient(jonas, "mentioned"), jonas]
    [row] = notify(recipients, "tidings", news())
    assert [row.reason_kind, row.is_direct] == ["mentioned", True]
