"""Two clicks at once, on a database with row locks."""

import pytest

from community.follows.actions.follows import follow
from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList
from tests.concurrency import overlapping
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from website.news.models import NewsPage
from website.topics.models import Theme

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THINGS = {
    "theme": lambda: Theme.objects.get(slug="water"),
    "text": lambda: make_page(NewsPage),
    "list": lambda: FollowedList("news", "theme=water"),
}


@pytest.mark.parametrize("kind", THINGS)
def test_two_clicks_at_once_make_one_follow(site, kind):
    user, thing = UserFactory(), THINGS[kind]()
    overlapping(lambda: follow(user, thing), lambda: follow(user, thing))
    assert Follow.objects.of(user).count() == 1


def test_two_people_at_once_make_two_follows(site):
    theme, people = THINGS["theme"](), [UserFactory(), UserFactory()]
    overlapping(lambda: follow(people[0], theme), lambda: follow(people[1], theme))
    assert Follow.objects.of_any([theme]).count() == 2
