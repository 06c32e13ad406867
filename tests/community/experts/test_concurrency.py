"""Simultaneous requests, on a database with row locks, do not exceed a member's monthly limit."""

import pytest

from community.experts.actions import NotACandidate, ask_expert
from community.experts.models import Ask
from community.organisations.models import OrganisationEditor
from tests.concurrency import overlapping
from tests.factories.experts import make_expert, make_question
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def attempt(refused: list, topic, whom):
    asker = UserFactory()

    def act():
        try:
            ask_expert(asker, topic, whom)
        except NotACandidate:
            refused.append(asker)

    return act


def test_with_one_question_left_only_one_of_two_simultaneous_askers_succeeds(site):
    odile, refused = make_expert("water", questions=1), []
    overlapping(*(attempt(refused, make_question(), odile) for _ in range(2)))
    assert [Ask.objects.count(), len(refused)] == [1, 1]


def test_two_simultaneous_requests_for_one_question_create_one_ask(site):
    odile, topic, refused = make_expert("water", questions=4), make_question(), []
    overlapping(attempt(refused, topic, odile), attempt(refused, topic, odile))
    assert [Ask.objects.count(), refused] == [1, []]


def test_simultaneous_requests_to_a_member_and_their_organisation_share_one_limit(site):
    alsace, refused = TerritoryFactory(), []
    mill = OrganisationFactory(territory=alsace)
    odile = make_expert("water", questions=1)
    OrganisationEditor.objects.create(organisation=mill, user=odile.user)
    one, other = make_question(), make_question(territories=[alsace])
    overlapping(attempt(refused, one, odile), attempt(refused, other, mill))
    assert [Ask.objects.count(), len(refused)] == [1, 1]
