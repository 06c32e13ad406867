"""The number of SQL statements is the same with three followers, themes or lists as with one."""

import pytest
from django.utils import translation

from community.follows.actions import notifying
from community.follows.notices import line, list_id, notice_thread, still
from community.follows.recipients import followers_of
from community.follows.subjects.lists import FollowedList
from tests.factories.follows import make_follow
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from website.core.sections import all_sections
from website.events.models import EventPage
from website.news.models import NewsPage
from website.notifications.models import Notification
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
QUERIES = ["q=chaleur&territory=colmar", "theme=water&q=chaleur", "country=FR"]


@pytest.fixture(params=[1, 3])
def number(request):
    return request.param


@pytest.fixture
def page(site, number):
    """A news page with `number` themes and territories in `number` followed lists, each with `number` followers."""
    themes, places = Theme.objects.all()[:number], [TerritoryFactory() for _ in range(number)]
    water, colmar = Theme.objects.filter(slug="water"), TerritoryFactory(slug="colmar")
    topics = {"themes": [*themes, *water], "territories": [*places, colmar]}
    page = make_page(NewsPage, title="Chaleur", **topics)
    for thing in (*themes, *places, *(FollowedList("news", query) for query in QUERIES[:number])):
        for _ in range(number):
            make_follow(thing)
    list(all_sections())
    notifying.notify_of_publication(page, set())
    Notification.objects.all().delete()
    return NewsPage.objects.get(pk=page.pk)


def test_a_publication_takes_the_same_statements_however_many_are_notified(page, number):
    people = number * number * 3
    with statements("follows: a publication"):
        notifying.notify_of_publication(page, set())
    assert Notification.objects.count() == people


def test_a_change(page, number):
    for _ in range(number):
        make_follow(page)
    with statements("follows: a change"):
        notifying.notify_of_change(page, set())


def test_followers_of_many_things(page, number):
    things = [*Theme.objects.all(), FollowedList("news", "theme=water"), *MemberFactory.create_batch(number), page]
    make_follow(page)
    with statements("follows: followers of many things"):
        assert len(followers_of(things)) >= number


def test_checking_and_rendering_pending_notifications(page, number):
    for other in range(number):
        topics = {"themes": page.themes.all(), "territories": page.territories.all()}
        notifying.notify_of_publication(make_page(NewsPage, title=f"Chaleur {other}", **topics), set())
    rows = list(Notification.objects.all())
    with translation.override("en"), statements("follows: the rows that may still be told"):
        assert len(still(rows)) == len(rows) > number
        assert len([(line(row), notice_thread(row), list_id(row)) for row in rows]) == len(rows)


def test_the_page_of_what_i_follow(site, client, number):
    reader = UserFactory(language="en")
    for query in QUERIES[:number]:
        for thing in (
            TerritoryFactory(),
            OrganisationFactory(),
            MemberFactory(),
            make_page(NewsPage),
            make_page(EventPage),
            FollowedList("news", query),
        ):
            make_follow(thing, reader)
    client.force_login(reader)
    client.get("/en/my/follows/")
    with statements("follows: the page of what I follow"):
        client.get("/en/my/follows/")


def test_the_button_costs_visitors_nothing_and_members_two_statements(site, client):
    page = make_page(NewsPage, language="en")
    client.get(page.url)
    with statements("follows: the button for a visitor"):
        client.get(page.url)
    client.force_login(UserFactory())
    client.get(page.url)
    with statements("follows: the button for a member"):
        client.get(page.url)
