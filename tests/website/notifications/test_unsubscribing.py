"""Unsubscribe links: signed, in one click, without signing in, and only by POST."""

import re

import pytest
from django.test import Client

from tests.reading import texts
from website.notifications import notices
from website.notifications.actions import notify
from website.notifications.models import Notification, Preference, Recipient
from website.notifications.notices import Unsubscriber
from website.notifications.unsubscribe_links import DIGESTS, FOLLOWED, UnsubscribeLink
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def followed(monkeypatch):
    """Register an unsubscriber; return its calls, and a list whose item is what `mute` returns."""
    calls, is_followed = [], [True]

    def mute(person, target):
        calls.append((person, target))
        return is_followed[0]

    unsubscriber = Unsubscriber(mute, lambda person: calls.append((person, "calm")))
    monkeypatch.setattr(notices, "_unsubscribers", [unsubscriber])
    return calls, is_followed


def path(link: UnsubscribeLink) -> str:
    return f"/en/unsubscribe/{link.token}/"


def test_a_mail_provider_can_unsubscribe_without_cookie_or_token(jonas, site):
    provider = Client(enforce_csrf_checks=True)
    response = provider.post(path(UnsubscribeLink(jonas.pk, DIGESTS)), ONE_CLICK)
    assert [response.status_code, Preference.objects.get(user=jonas).followed] == [200, "never"]
    # A second request changes nothing.
    assert provider.post(path(UnsubscribeLink(jonas.pk, DIGESTS))).status_code == 200


def test_get_changes_nothing_and_shows_a_button(jonas, client, site):
    response = client.get(path(UnsubscribeLink(jonas.pk, DIGESTS)))
    assert [response.status_code, Preference.objects.count()] == [200, 0]
    assert "Unsubscribe from these emails" in texts(response, "button")
    done = client.post(path(UnsubscribeLink(jonas.pk, DIGESTS)))
    assert texts(done, "h1") == ["Unsubscribed from emails"]
    assert b"/en/my/notifications/settings/" in done.content


def test_an_altered_link_is_not_found(jonas, client, site):
    token = UnsubscribeLink(jonas.pk, DIGESTS).token
    other = token.replace(f"{jonas.pk}-", f"{jonas.pk + 1}-", 1)
    altered = [other, token[:-1], token + "x", token.replace("digests", "followed"), "x", "1-digests", "é"]
    for method in (client.get, client.post):
        assert [method(f"/en/unsubscribe/{bad}/").status_code for bad in altered] == [404] * len(altered)
    assert Preference.objects.count() == 0


def test_the_link_of_a_deleted_account_still_responds(jonas, client, site):
    link = UnsubscribeLink(jonas.pk, DIGESTS)
    jonas.delete()
    assert [client.get(path(link)).status_code, client.post(path(link)).status_code] == [200, 200]


def test_unsubscribing_from_digests_stops_daily_and_weekly_ones(
    jonas, news, notify_followers, run_digests, client, followed
):
    Preference.objects.create(user=jonas, direct="weekly")
    theme = Theme.objects.get(slug="energy")
    notify_followers(jonas, target=news(), pace="daily", reason_object=theme)
    client.post(path(UnsubscribeLink(jonas.pk, DIGESTS)), ONE_CLICK)
    chosen = Preference.objects.get(user=jonas)
    assert [chosen.direct, chosen.followed, followed[0], run_digests()] == ["never", "never", [(jonas, "calm")], 0]


def test_unsubscribing_from_digests_leaves_mails_sent_at_once(jonas, news, client, mailoutbox, followed, site):
    client.post(path(UnsubscribeLink(jonas.pk, DIGESTS)), ONE_CLICK)
    assert Preference.objects.get(user=jonas).direct == "at_once"
    notify([Recipient(jonas, "mentioned")], "tidings", news(), at_once=False)
    assert Notification.objects.due_at_once().count() == 1


@pytest.mark.usefixtures("english")
def test_unsubscribing_from_a_followed_target_stops_mails_about_it_only(
    jonas, news, notify_followers, run_digests, client, followed, mailoutbox
):
    themes = Theme.objects.filter(slug__in=["energy", "water"]).order_by("slug")
    rows = [notify_followers(jonas, target=news(str(theme)), reason_object=theme)[0] for theme in themes]
    response = client.post(path(UnsubscribeLink.of_row(rows[0])), ONE_CLICK)
    assert [response.status_code, followed[0], Preference.objects.count()] == [200, [(jonas, themes[0])], 0]
    # Pending mails about it are not sent either.
    run_digests()
    assert [message.subject for message in mailoutbox] == [str(themes[1])]


def test_the_link_of_a_target_no_longer_followed_stops_all_followed_mails(
    jonas, news, notify_followers, client, followed, site
):
    followed[1][0] = False
    [row] = notify_followers(jonas, target=news(), reason_object=Theme.objects.get(slug="energy"))
    client.post(path(UnsubscribeLink.of_row(row)), ONE_CLICK)
    assert [Preference.objects.get(user=jonas).followed, followed[0][-1]] == ["never", (jonas, "calm")]


@pytest.mark.parametrize("what", [FOLLOWED, "999999-1", "1-999999"])
def test_the_link_of_no_target_or_a_missing_one_stops_all_followed_mails(jonas, client, site, what):
    assert client.post(path(UnsubscribeLink(jonas.pk, what)), ONE_CLICK).status_code == 200
    assert Preference.objects.get(user=jonas).followed == "never"


def test_the_link_in_the_mail_works(jonas, news, notify_followers, run_digests, mailoutbox, client):
    notify_followers(jonas, target=news())
    run_digests()
    address = re.search(
        r"<http://localhost:8000(/de/unsubscribe/[^>]+)>", mailoutbox[0].extra_headers["List-Unsubscribe"]
    )
    assert client.post(address[1], ONE_CLICK).status_code == 200
    assert Preference.objects.get().followed == "never"
