"""Changes of a followed page notify its followers at most once a day for all its languages."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories.events import make_event, publish_again
from tests.factories.follows import make_follow, make_follower
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.factories.sheets import make_published_sheet
from website.events.models import EventPage
from website.library.models import ToolPage
from website.notifications.models import Notification
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
CHANGED = "page-changed"


def republish(page, **changes):
    """Publish a page of any kind again."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


@pytest.mark.parametrize("make", [make_event, make_published_sheet, lambda: make_page(ToolPage)])
def test_a_changed_page_notifies_its_followers_and_nobody_else(site, notified, make):
    page = make()
    make_follower(page, first_name="Ana")
    make_follower(Theme.objects.get(slug="energy"), first_name="Ben")
    republish(page, title="Autrement")
    assert notified(CHANGED) == {"Ana": "“Autrement”"}
    assert not Notification.objects.get(kind=CHANGED).is_direct


def test_changes_notify_once_a_day(site, notified):
    page = make_event()
    make_follower(page, first_name="Ana")
    for hour in range(3):
        republish(page, title=f"Visite {hour}")
    assert Notification.objects.filter(kind=CHANGED).count() == 1
    make_follower(page, first_name="Ben")
    republish(page, title="Visite, enfin")
    assert list(notified(CHANGED)) == ["Ana", "Ben"]
    Notification.objects.update(created_at=Notification.objects.first().created_at - timedelta(days=1))
    republish(page, title="Visite, demain")
    assert Notification.objects.filter(kind=CHANGED).count() == 4


def test_a_change_of_the_original_notifies_and_one_of_a_translation_does_not(site, notified):
    original = make_event()
    version = make_page(EventPage, language="de", title="Hafen", translation_of=original, start_date=date(2031, 6, 3))
    for name, language in (("French", "fr"), ("German", "de")):
        make_follower(version, first_name=name, language=language)
    publish_again(version, title="Der Hafen")
    assert notified(CHANGED) == {}
    publish_again(original, start_date=date(2031, 6, 10))
    assert set(notified(CHANGED)) == {"French", "German"}
    version.refresh_from_db()
    assert version.start_date == date(2031, 6, 10)
    assert Notification.objects.filter(kind=CHANGED).count() == 2


def test_a_new_translation_is_not_a_change(site, notified):
    original = make_event()
    make_follower(original, first_name="Ana", language="de")
    make_page(EventPage, language="de", title="Hafen", translation_of=original, start_date=date(2031, 6, 1))
    assert notified(CHANGED) == {}


def test_the_author_of_a_change_is_not_notified(site, notified):
    page, editor = make_event(), UserFactory(first_name="Eva")
    make_follow(page, editor)
    make_follower(page, first_name="Ana")
    page.save_revision(user=editor).publish()
    assert list(notified(CHANGED)) == ["Ana"]


def test_a_change_of_a_restricted_page_notifies_only_those_who_may_read_it(site, notified):
    page = make_event()
    make_follower(page, first_name="Ana")
    make_follow(page, UserFactory(groups=["Coordinators"], first_name="Claire"))
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set(UserFactory(groups=["Coordinators"]).groups.all())
    republish(page, title="Entre nous")
    assert list(notified(CHANGED)) == ["Claire"]


def test_a_scheduled_change_notifies_when_it_is_published_and_not_before(site, notified):
    page = make_event()
    make_follower(page, first_name="Ana")
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert notified(CHANGED) == {}
