"""How soon a mail leaves is its reader's choice, and what holds is what they have chosen when it would leave."""

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


def test_what_is_addressed_to_somebody_leaves_at_once_and_what_they_follow_waits_for_the_morning(
    somebody, news, follows
):
    page = news()
    follows(somebody, target=page)
    follows(somebody, target=page, reason_kind="mentioned", is_direct=True)
    assert paces() == ["daily", "at_once"]


def test_what_they_chose_in_general_holds_and_what_they_chose_for_one_thing_goes_before_it(somebody, news, follows):
    Preference.objects.create(user=somebody, direct="daily", followed="never")
    page = news()
    follows(somebody, target=page)
    follows(somebody, target=page, pace="weekly")
    follows(somebody, target=page, is_direct=True)
    assert paces() == ["never", "weekly", "daily"]


def test_letters_and_what_goes_to_strangers_leave_at_once_whatever_anybody_prefers(somebody, news):
    Preference.objects.create(user=somebody, direct="never", followed="never")
    notify([somebody], "member-message", sender="x", subject="y")
    notify([somebody], "a-kind-that-nobody-declared")
    notify([ExternalRecipient("a@example.org", "de")], "tidings", news())
    assert paces() == ["at_once"] * 3


def test_only_what_is_to_leave_at_once_is_mailed_at_once(
    somebody, news, mailoutbox, django_capture_on_commit_callbacks
):
    eager = UserFactory(email="eager@example.org")
    Preference.objects.create(user=eager, followed="at_once")
    with django_capture_on_commit_callbacks(execute=True):
        notify([Recipient(person, is_direct=False) for person in (somebody, eager)], "tidings", news())
    assert [message.to for message in mailoutbox] == [["eager@example.org"]]
    waiting = Notification.objects.get(recipient=somebody)
    assert [send(waiting.pk), len(mailoutbox)] == [False, 1]


def test_a_change_of_mind_counts_until_the_mail_leaves(somebody, news, follows, deliver, mailoutbox):
    [row] = follows(somebody, target=news())
    chosen = Preference.objects.create(user=somebody, followed="weekly")
    assert deliver(TUESDAY_SEVEN) == 1
    [row] = follows(somebody, target=news("Zwei"), moment=MONDAY_SEVEN)
    assert deliver(TUESDAY_SEVEN) == 0
    chosen.followed = "at_once"
    chosen.save()
    assert [send(row.pk), len(mailoutbox)] == [True, 2]


def test_what_is_never_mailed_stays_on_the_site_for_good(somebody, news, follows, deliver, mailoutbox):
    chosen = Preference.objects.create(user=somebody, followed="never")
    follows(somebody, target=news())
    assert deliver() == 0
    chosen.followed = "daily"
    chosen.save()
    assert [deliver(TUESDAY_SEVEN), mailoutbox] == [0, []]
    assert Notification.objects.for_user(somebody).unread().count() == 1


def test_whoever_is_told_twice_in_one_breath_is_told_once_and_directly(somebody, news):
    recipients = [Recipient(somebody, "followed", is_direct=False), Recipient(somebody, "mentioned"), somebody]
    [row] = notify(recipients, "tidings", news())
    assert [row.reason_kind, row.is_direct] == ["mentioned", True]
