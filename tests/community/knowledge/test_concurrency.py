"""A "no" and a publication in one instant, on a database with row locks: whichever comes second knows of the first."""

import pytest
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from community.knowledge.actions import answer_contribution
from community.knowledge.enums import Consent, TextKind
from tests.concurrency import overlapping
from tests.factories.knowledge import contribution_of, make_person, make_provenance, make_talk
from tests.factories.people import UserFactory
from website.core.publication_checks import PublicationBlocked
from website.faq.models import AnswerPage
from website.notifications.models import Notification

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def answerer():
    return make_person()


@pytest.fixture
def provenance(site, answerer):
    """Of an answer that is ready to be published."""
    editor = UserFactory(groups=["Editors"])
    found = make_provenance(editor, make_talk(editor, [answerer]), TextKind.ANSWER)
    page = AnswerPage.objects.get(pk=found.page.pk).get_latest_revision_as_object()
    page.body = []
    page.save_revision()
    return found


def publish(provenance) -> None:
    Page.objects.get(pk=provenance.page.pk).specific.get_latest_revision().publish()


def publish_as_the_editing_room_does(provenance) -> None:
    PublishPageRevisionAction(Page.objects.get(pk=provenance.page.pk).specific.get_latest_revision()).execute()


WAYS = [publish, publish_as_the_editing_room_does]


@pytest.mark.parametrize("way", WAYS)
def test_a_no_that_comes_first_stops_the_publication(provenance, answerer, way):
    refused = []

    def second():
        try:
            way(provenance)
        except PublicationBlocked as error:
            refused.append(answerer.get_full_name() in str(error))

    overlapping(lambda: answer_contribution(answerer, contribution_of(provenance, answerer), Consent.DECLINED), second)
    assert [refused, Page.objects.get(pk=provenance.page.pk).live] == [[True], False]


@pytest.mark.parametrize("way", WAYS)
def test_a_no_that_comes_second_knows_that_the_text_is_online(provenance, answerer, way):
    overlapping(
        lambda: way(provenance),
        lambda: answer_contribution(answerer, contribution_of(provenance, answerer), Consent.DECLINED),
    )
    assert Page.objects.get(pk=provenance.page.pk).live
    told = Notification.objects.filter(recipient=provenance.creator, kind__startswith="contribution")
    assert list(told.values_list("kind", flat=True)) == ["contribution-withdrawn"]
