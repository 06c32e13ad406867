"""Two who ask at the same moment, on a database with row locks: nobody is asked more than they allow."""

import pytest

from community.experts.actions import NotACandidate, ask_expert
from community.experts.models import Ask
from community.organisations.models import OrganisationEditor
from tests.concurrency import overlapping
from tests.factories.experts import make_expert, make_question
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def tried(refused: list, topic, whom):
    asker = UserFactory()

    def act():
        try:
            ask_expert(asker, topic, whom)
        except NotACandidate:
            refused.append(asker)

    return act


def test_of_two_who_ask_at_once_with_one_question_left_one_does(site):
    odile, refused = make_expert("water", questions=1), []
    overlapping(*(tried(refused, make_question(), odile) for _ in range(2)))
    assert [Ask.objects.count(), len(refused)] == [1, 1]


def test_two_clicks_on_one_question_are_one(site):
    odile, topic, refused = make_expert("water", questions=4), make_question(), []
    overlapping(tried(refused, topic, odile), tried(refused, topic, odile))
    assert [Ask.objects.count(), refused] == [1, []]


def test_a_person_and_their_organisation_asked_at_once_count_together(site):
    alsace, refused = TerritoryFactory(), []
    mill = OrganisationFactory(territory=alsace)
    odile = make_expert("water", questions=1)
    OrganisationEditor.objects.create(organisation=mill, user=odile.user)
    one, other = make_question(), make_question(territories=[alsace])
    overlapping(tried(refused, one, odile), tried(refused, other, mill))
    assert [Ask.objects.count(), len(refused)] == [1, 1]
