"""The way out under each mail: signed, in one click, without an account at hand, and never by looking at it."""

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
    """A room of things to follow: what is asked of it, and whether it has what it is asked for."""
    asked, knows = [], [True]

    def mute(person, thing):
        asked.append((person, thing))
        return knows[0]

    room = Unsubscriber(mute, lambda person: asked.append((person, "calm")))
    monkeypatch.setattr(notices, "_unsubscribers", [room])
    return asked, knows


def path(way_out: UnsubscribeLink) -> str:
    return f"/en/unsubscribe/{way_out.token}/"


def test_a_mail_provider_does_it_without_cookie_or_token(somebody, site):
    provider = Client(enforce_csrf_checks=True)
    response = provider.post(path(UnsubscribeLink(somebody.pk, DIGESTS)), ONE_CLICK)
    assert [response.status_code, Preference.objects.get(user=somebody).followed] == [200, "never"]
    # Twice is once.
    assert provider.post(path(UnsubscribeLink(somebody.pk, DIGESTS))).status_code == 200


def test_looking_at_it_does_nothing_and_shows_a_button(somebody, client, site):
    response = client.get(path(UnsubscribeLink(somebody.pk, DIGESTS)))
    assert [response.status_code, Preference.objects.count()] == [200, 0]
    assert "No more of these mails" in texts(response, "button")
    done = client.post(path(UnsubscribeLink(somebody.pk, DIGESTS)))
    assert texts(done, "h1") == ["No more mails"]
    assert b"/en/my/notifications/settings/" in done.content


def test_an_altered_address_is_nobodys(somebody, client, site):
    token = UnsubscribeLink(somebody.pk, DIGESTS).token
    other = token.replace(f"{somebody.pk}-", f"{somebody.pk + 1}-", 1)
    altered = [other, token[:-1], token + "x", token.replace("digests", "followed"), "x", "1-digests", "é"]
    for method in (client.get, client.post):
        assert [method(f"/en/unsubscribe/{bad}/").status_code for bad in altered] == [404] * len(altered)
    assert Preference.objects.count() == 0


def test_whoever_is_gone_gets_no_more_anyhow(somebody, client, site):
    way_out = UnsubscribeLink(somebody.pk, DIGESTS)
    somebody.delete()
    assert [client.get(path(way_out)).status_code, client.post(path(way_out)).status_code] == [200, 200]


def test_out_of_digests_is_out_of_all_of_them(somebody, news, follows, deliver, client, followed):
    Preference.objects.create(user=somebody, direct="weekly")
    theme = Theme.objects.get(slug="energy")
    follows(somebody, target=news(), pace="daily", reason_object=theme)
    client.post(path(UnsubscribeLink(somebody.pk, DIGESTS)), ONE_CLICK)
    chosen = Preference.objects.get(user=somebody)
    assert [chosen.direct, chosen.followed, followed[0], deliver()] == ["never", "never", [(somebody, "calm")], 0]


def test_out_of_digests_leaves_what_comes_at_once(somebody, news, client, mailoutbox, followed, site):
    client.post(path(UnsubscribeLink(somebody.pk, DIGESTS)), ONE_CLICK)
    assert Preference.objects.get(user=somebody).direct == "at_once"
    notify([Recipient(somebody, "mentioned")], "tidings", news(), at_once=False)
    assert Notification.objects.due_at_once().count() == 1


@pytest.mark.usefixtures("english")
def test_out_of_a_mail_about_something_followed_is_out_of_that_one_thing(
    somebody, news, follows, deliver, client, followed, mailoutbox
):
    themes = Theme.objects.filter(slug__in=["energy", "water"]).order_by("slug")
    rows = [follows(somebody, target=news(str(theme)), reason_object=theme)[0] for theme in themes]
    response = client.post(path(UnsubscribeLink.of_row(rows[0])), ONE_CLICK)
    assert [response.status_code, followed[0], Preference.objects.count()] == [200, [(somebody, themes[0])], 0]
    # What waits because of it does not leave either.
    deliver()
    assert [message.subject for message in mailoutbox] == [str(themes[1])]


def test_what_is_followed_no_longer_is_everything_followed(somebody, news, follows, client, followed, site):
    followed[1][0] = False
    [row] = follows(somebody, target=news(), reason_object=Theme.objects.get(slug="energy"))
    client.post(path(UnsubscribeLink.of_row(row)), ONE_CLICK)
    assert [Preference.objects.get(user=somebody).followed, followed[0][-1]] == ["never", (somebody, "calm")]


@pytest.mark.parametrize("what", [FOLLOWED, "999999-1", "1-999999"])
def test_what_is_not_one_thing_or_is_gone_is_everything_followed(somebody, client, site, what):
    assert client.post(path(UnsubscribeLink(somebody.pk, what)), ONE_CLICK).status_code == 200
    assert Preference.objects.get(user=somebody).followed == "never"


def test_the_address_in_the_mail_is_the_address_that_works(somebody, news, follows, deliver, mailoutbox, client):
    follows(somebody, target=news())
    deliver()
    address = re.search(
        r"<http://localhost:8000(/de/unsubscribe/[^>]+)>", mailoutbox[0].extra_headers["List-Unsubscribe"]
    )
    assert client.post(address[1], ONE_CLICK).status_code == 200
    assert Preference.objects.get().followed == "never"
