"""Simultaneous refusals, publications and erasures, on a database with row locks: the second sees the first."""

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
from website.privacy.actions import erase_account

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def answerer():
    return make_person()


@pytest.fixture
def provenance(site, answerer):
    """The provenance of an FAQ answer that is ready to be published."""
    editor = UserFactory(groups=["Editors"])
    found = make_provenance(editor, make_talk(editor, [answerer]), TextKind.ANSWER)
    page = AnswerPage.objects.get(pk=found.page.pk).get_latest_revision_as_object()
    page.body = []
    page.save_revision()
    return found


def publish(provenance) -> None:
    Page.objects.get(pk=provenance.page.pk).specific.get_latest_revision().publish()


def publish_as_the_cms_does(provenance) -> None:
    PublishPageRevisionAction(Page.objects.get(pk=provenance.page.pk).specific.get_latest_revision()).execute()


WAYS = [publish, publish_as_the_cms_does]


@pytest.mark.parametrize("way", WAYS)
def test_a_refusal_that_comes_first_blocks_the_publication(provenance, answerer, way):
    refused = []

    def second():
        try:
            way(provenance)
        except PublicationBlocked as error:
            refused.append(answerer.get_full_name() in str(error))

    overlapping(lambda: answer_contribution(answerer, contribution_of(provenance, answerer), Consent.DECLINED), second)
    assert [refused, Page.objects.get(pk=provenance.page.pk).live] == [[True], False]


@pytest.mark.parametrize("way", WAYS)
def test_a_refusal_that_comes_second_is_handled_as_a_withdrawal(provenance, answerer, way):
    overlapping(
        lambda: way(provenance),
        lambda: answer_contribution(answerer, contribution_of(provenance, answerer), Consent.DECLINED),
    )
    assert Page.objects.get(pk=provenance.page.pk).live
    notifications = Notification.objects.filter(recipient=provenance.creator, kind__startswith="contribution")
    assert list(notifications.values_list("kind", flat=True)) == ["contribution-withdrawn"]


def test_an_answer_is_stored_while_another_author_is_erased(site):
    """Both lock the same texts and topics in the same order."""
    leaves, answers = make_person(), make_person()
    found = make_provenance(topic=make_talk(answerers=[leaves, answers]))
    contribution = contribution_of(found, answers)
    overlapping(
        lambda: answer_contribution(answers, contribution, Consent.NAMED),
        lambda: erase_account(leaves, wants_removal=True),
    )
    assert sorted(found.contributions.values_list("answer", flat=True)) == ["declined", "named", "named"]


def test_an_author_is_erased_while_another_one_answers(site):
    leaves, answers = make_person(), make_person()
    found = make_provenance(topic=make_talk(answerers=[leaves, answers]))
    contribution = contribution_of(found, answers)
    overlapping(lambda: erase_account(leaves), lambda: answer_contribution(answers, contribution, Consent.DECLINED))
    assert sorted(found.contributions.values_list("answer", flat=True)) == ["declined", "named", "unnamed"]
