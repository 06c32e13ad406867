"""Followed lists: which filters are the same list, and which pages are in it."""

from datetime import date

import pytest
from django.test import RequestFactory

from community.follows.matching import lists_with_text
from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList
from experiences.sheets.models import SheetPage
from tests.factories.follows import make_follow, make_follower
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from tests.reading import texts
from website.core import listings
from website.events.models import EventPage
from website.news.models import NewsPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


def query(address: str, name: str = "news") -> str:
    request = RequestFactory().get(f"/?{address}")
    request.user = UserFactory.build()
    return FollowedList.of(listings.get(name).bind(request)).query


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ""),
        ("page=2&utm_source=x&theme=", ""),
        ("country=FR&theme=water", "theme=water&country=FR"),
        ("theme=energy&theme=water", "theme=water"),
        ("language=fr&language=de&language=fr", "language=de&language=fr"),
        ("q=++chaleur++fatale+", "q=chaleur+fatale"),
    ],
)
def test_the_same_filters_are_the_same_list_however_they_are_written(site, address, expected):
    assert query(address) == expected


def test_a_list_is_stored_with_its_filters_normalised(site, client):
    reader = UserFactory(language="en")
    client.force_login(reader)
    for written in ("country=FR&theme=water", "theme=water&country=FR&page=2", "theme=energy&theme=water&country=FR"):
        client.post("/en/my/follows/change/", {"subject": "list", "key": "news", "query": written, "act": "follow"})
    assert Follow.objects.get().query == "theme=water&country=FR"


@pytest.fixture
def page(site):
    place = TerritoryFactory(slug="colmar", parent=TerritoryFactory(slug="alsace", kind="region"))
    themes = Theme.objects.filter(slug="water")
    return make_page(
        NewsPage, title="Chaleur fatale à Épinal", summary="L’usine", themes=themes, territories=[place], live=True
    )


IN = (
    *("", "theme=water", "territory=alsace", "country=FR", "language=fr", "theme=water&territory=colmar&country=FR"),
    *("q=chaleur", "q=EPINAL", "q=epin+chal", "q=usine&theme=water"),
)
OUT = (
    "theme=energy",
    "territory=france&theme=energy",
    "country=DE",
    "language=de",
    "q=froid",
    "q=haleur",
    "theme=gone",
)


def test_a_page_is_in_the_lists_whose_filters_match(page):
    reader = UserFactory()
    for each in (*IN, *OUT):
        Follow.objects.create(user=reader, listing="news", query=each)
    Follow.objects.create(user=reader, listing="tools", query="theme=water")
    Follow.objects.create(user=reader, listing="gone", query="")
    assert {each.query for each in lists_with_text(page)} == set(IN)


def test_lists_without_active_follows_are_not_queried(page):
    Follow.objects.create(user=UserFactory(), listing="news", query="theme=water", is_muted=True)
    Follow.objects.create(user=UserFactory(is_active=False), listing="news", query="country=FR")
    assert lists_with_text(page) == []


def test_the_followed_agenda_contains_upcoming_events_only(site):
    for each in ("", "when=past", "kind=visit", "kind=gathering&kind=visit", "online=no"):
        make_follow(FollowedList("events", each))
    coming = make_page(EventPage, kind="visit", start_date=date(2031, 6, 3))
    past = make_page(EventPage, kind="visit", start_date=date(2020, 6, 3))
    assert {each.query for each in lists_with_text(coming)} == {
        "",
        "kind=visit",
        "kind=gathering&kind=visit",
        "online=no",
    }
    assert {each.query for each in lists_with_text(past)} == {"when=past"}


def test_followers_of_a_list_are_notified_with_the_list_as_the_reason(site, notified):
    make_follower(FollowedList("sheets", "theme=water"), first_name="Ana")
    make_follower(FollowedList("sheets", "theme=energy"), first_name="Ben")
    make_page(SheetPage, themes=Theme.objects.filter(slug="water"))
    assert notified() == {"Ana": "the list “Experience sheets – Theme: Water”"}


def test_a_list_with_filters_that_no_longer_exist_does_not_notify_and_is_still_shown(site, client):
    reader = UserFactory(language="en")
    Follow.objects.create(user=reader, listing="news", query="theme=gone")
    Follow.objects.create(user=reader, listing="gone", query="theme=water")
    make_page(NewsPage)
    client.force_login(reader)
    assert texts(client.get("/en/my/follows/"), "h3") == [
        "Something you can no longer see",
        "News – Theme: gone",
    ]
