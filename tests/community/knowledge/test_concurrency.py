"""A "no" and a publication in one instant, on a database with row locks: whichever comes second knows of the first."""

import pytest
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from community.knowledge.actions import answer_credit
from community.knowledge.enums import Agreement, Kind
from tests.concurrency import overlapping
from tests.factories.knowledge import credit_of, make_origin, make_person, make_talk
from tests.factories.people import UserFactory
from website.core.permissions import NotToBePublished
from website.faq.models import AnswerPage
from website.notifications.models import Notification

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def answerer():
    return make_person()


@pytest.fixture
def origin(site, answerer):
    """Of an answer that is ready to be published."""
    editor = UserFactory(groups=["Editors"])
    found = make_origin(editor, make_talk(editor, [answerer]), Kind.ANSWER)
    page = AnswerPage.objects.get(pk=found.page_id).get_latest_revision_as_object()
    page.body = []
    page.save_revision()
    return found


def publish(origin) -> None:
    Page.objects.get(pk=origin.page_id).specific.get_latest_revision().publish()


def publish_as_the_editing_room_does(origin) -> None:
    PublishPageRevisionAction(Page.objects.get(pk=origin.page_id).specific.get_latest_revision()).execute()


WAYS = [publish, publish_as_the_editing_room_does]


@pytest.mark.parametrize("way", WAYS)
def test_a_no_that_comes_first_stops_the_publication(origin, answerer, way):
    refused = []

    def second():
        try:
            way(origin)
        except NotToBePublished as error:
            refused.append(answerer.get_full_name() in str(error))

    overlapping(lambda: answer_credit(answerer, credit_of(origin, answerer), Agreement.DECLINED), second)
    assert [refused, Page.objects.get(pk=origin.page_id).live] == [[True], False]


@pytest.mark.parametrize("way", WAYS)
def test_a_no_that_comes_second_knows_that_the_text_is_online(origin, answerer, way):
    overlapping(lambda: way(origin), lambda: answer_credit(answerer, credit_of(origin, answerer), Agreement.DECLINED))
    assert Page.objects.get(pk=origin.page_id).live
    told = Notification.objects.filter(recipient=origin.maker, kind__startswith="credit")
    assert list(told.values_list("kind", flat=True)) == ["credit-withdrawn"]
