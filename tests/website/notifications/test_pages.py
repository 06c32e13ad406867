"""The page of notifications, visible to their recipient only."""

import pytest

from tests.factories.people import UserFactory
from tests.reading import elements, texts
from website.news.models import NewsPage
from website.notifications.actions import mark_read, notify
from website.notifications.models import Notification, Preference, Recipient, SuppressedAddress
from website.notifications.permissions import can_read
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
PAGE = "/en/my/notifications/"


@pytest.fixture
def reader(client):
    person = UserFactory(language="en")
    client.force_login(person)
    return person


def titles(response) -> list[str]:
    return texts(response, "h3")


def test_the_newest_is_first_with_its_reason(client, reader, news):
    notify([Recipient(reader, "followed", Theme.objects.get(slug="energy"), is_direct=False)], "tidings", news("One"))
    notify([Recipient(reader, "mentioned")], "tidings", news("Two"), words="Who knows?")
    notify([UserFactory()], "tidings", news("Anothers"))
    response = client.get(PAGE)
    assert titles(response) == ["Two", "One"]
    reasons = [text for text in texts(response, "p") if text in ("You follow “Energy”.", "Someone mentioned you.")]
    assert reasons == ["Someone mentioned you.", "You follow “Energy”."]
    assert "Who knows?" in texts(response, "p")


def test_an_empty_page_explains_what_will_be_here(client, reader):
    assert titles(client.get(PAGE)) == ["Nothing here yet"]


def test_a_letter_shows_its_subject(client, reader):
    notify([reader], "member-message", sender="Amélie", subject="Your cooling water", message="x", reply_to="a@b.c")
    assert titles(client.get(PAGE)) == ["Message from Amélie: Your cooling water"]


def test_a_target_that_is_no_longer_visible_is_not_named(client, reader, news):
    page = news("Secret")
    notify([reader], "tidings", page)
    page.unpublish()
    response = client.get(PAGE)
    assert [titles(response), "Secret" in response.content.decode()] == [["No longer available"], False]


def test_an_obsolete_kind_is_shown_without_an_error(client, reader, news):
    notify([reader], "a-kind-that-nobody-declares-any-more", news(), at_once=False)
    notify([reader], "tidings", news("One"), at_once=False)
    assert titles(client.get(PAGE)) == ["One", "No longer available"]


def test_one_or_all_can_be_marked_as_read_and_the_filters_remain(client, reader, news):
    rows = [notify([reader], "tidings", news(title))[0] for title in ("One", "Two", "Three")]
    there = f"{PAGE}?unread=on&page=1"
    response = client.post(f"{PAGE}{rows[0].pk}/read/", {"next": there})
    assert [response["Location"], titles(client.get(there))] == [there, ["Three", "Two"]]
    # Notifications that arrived after the page was opened remain unread.
    client.post(f"{PAGE}read/", {"until": rows[1].pk})
    assert titles(client.get(there)) == ["Three"]
    client.post(f"{PAGE}read/", {"until": rows[2].pk})
    assert titles(client.get(there)) == ["No results for these filters"]


@pytest.mark.parametrize("wanted", ["https://evil.example.org/", "//evil.example.org", "/en/my/data/", "x", ""])
def test_marking_as_read_redirects_to_the_list_only(client, reader, news, wanted):
    [row] = notify([reader], "tidings", news())
    assert client.post(f"{PAGE}{row.pk}/read/", {"next": wanted})["Location"] == PAGE


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 30])
def test_an_invalid_number_marks_nothing_as_read(client, reader, news, until):
    notify([reader], "tidings", news())
    assert client.post(f"{PAGE}read/", {"until": until}).status_code == 302
    assert Notification.objects.unread().count() == 1


def test_the_notification_of_another_person_cannot_be_marked_as_read(client, reader, news):
    [row] = notify([UserFactory()], "tidings", news())
    assert client.post(f"{PAGE}{row.pk}/read/").status_code == 404
    client.post(f"{PAGE}read/", {"until": row.pk})
    assert Notification.objects.unread().count() == 1


def test_can_read_agrees_with_for_user(reader, news):
    rows = [notify([person], "tidings", news())[0] for person in (reader, UserFactory())]
    closed = UserFactory(is_active=False)
    rows += notify([closed], "tidings", news())
    for person in (reader, rows[1].recipient, closed):
        assert [row for row in rows if can_read(person, row)] == list(Notification.objects.for_user(person))


def test_the_list_can_be_filtered_by_subject(client, reader, news):
    notify([reader], "tidings", news("One"))
    notify([reader], "member-message", sender="A", subject="Two", message="x", reply_to="a@b.c")
    assert titles(client.get(f"{PAGE}?sort=tidings")) == ["One"]
    assert "Tidings" in texts(client.get(PAGE), "option")
    assert client.get(f"{PAGE}?sort=x").status_code == 400


def test_the_list_has_pages(client, reader, news):
    page = news()
    for number in range(23):
        notify([reader], "tidings", page, words=str(number))
    assert [len(texts(client.get(f"{PAGE}?page={number}"), "article")) for number in (1, 2)] == [20, 3]
    assert [client.get(f"{PAGE}?page={bad}").status_code for bad in (3, 0, "x")] == [404] * 3


def badge(response) -> list[str]:
    return texts(response, "summary")[:1]


def test_the_menu_shows_the_number_of_unread_notifications(client, reader, news):
    assert badge(client.get("/en/")) == ["Camille"]
    rows = notify([reader], "tidings", news()) + notify([reader], "tidings", news())
    notify([UserFactory()], "tidings", news())
    assert badge(client.get("/en/")) == ["Camille2 new or waiting"]
    mark_read(Notification.objects.for_user(reader).about(NewsPage.objects.filter(pk=rows[0].target_id)))
    assert badge(client.get("/en/")) == ["Camille1 new or waiting"]


def test_the_menu_counts_up_to_99(client, reader):
    Notification.objects.bulk_create(Notification(recipient=reader, kind="tidings") for _ in range(150))
    assert badge(client.get("/en/")) == ["Camille99+ new or waiting"]


def test_the_badge_shows_that_mails_bounce(client, reader, news):
    SuppressedAddress.objects.create(address=reader.email, why="bounced")
    assert badge(client.get("/en/")) == ["Camille! Your emails are not being delivered"]
    notify([reader], "tidings", news())
    assert badge(client.get("/en/")) == ["Camille1 Your emails are not being delivered"]


def test_the_preferences_are_set_on_an_account_page(client, reader):
    address = f"{PAGE}settings/"
    page = client.get(address)
    chosen = [field["id"] for field in elements(page, "input") if "checked" in field]
    assert [chosen, Preference.objects.count()] == [["id_direct_0", "id_followed_1"], 0]
    assert address in [link["href"] for link in elements(client.get("/en/accounts/"), "a") if "href" in link]
    assert client.post(address, {"direct": "weekly", "followed": "x"}).status_code == 400
    response = client.post(address, {"direct": "daily", "followed": "at_once"}, follow=True)
    assert "Saved. Your choice applies from the next email." in texts(response, "p")
    found = Preference.objects.get()
    assert [found.user, found.direct, found.followed] == [reader, "daily", "at_once"]
