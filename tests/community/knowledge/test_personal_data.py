"""Whoever leaves is named no more; whose posts are removed, their part has to go."""

import pytest

from community.forum.models import Topic
from community.knowledge.actions import answer_credit
from community.knowledge.enums import Agreement
from tests.factories.knowledge import credit_of, make_origin, make_person, make_talk
from website.core.personal_data import every
from website.privacy.actions import erase_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("wants_removal", "answer"), [(False, "unnamed"), (True, "declined")])
def test_the_name_goes_with_the_account(site, wants_removal, answer):
    person = make_person()
    origin = make_origin(topic=make_talk(None, [person]))
    answer_credit(person, credit_of(origin, person), Agreement.NAMED)
    version = Topic.objects.get(pk=origin.topic_id).version
    erase_account(person, wants_removal=wants_removal)
    credit = origin.credits.get(user=None)
    assert (credit.name, credit.answer) == ("", answer)
    assert Topic.objects.get(pk=origin.topic_id).version > version


def test_the_maker_leaves_and_the_text_stays(site):
    origin = make_origin()
    erase_account(origin.topic.posts.get(position=2).author, wants_removal=False)
    assert origin.credits.count() == 2


def test_an_export_says_what_i_have_a_part_in_and_what_i_made(site):
    person = make_person()
    origin = make_origin(topic=make_talk(None, [person]), title="Heat twice")
    [holding] = [holding for holding in every() if holding.name == "credits"]
    [mine], [makers] = holding.records(person), holding.records(origin.maker)
    assert [(row["origin__page__title"], row["answer"]) for row in mine["parts"]] == [("Heat twice", "asked")]
    assert mine["made"] == []
    assert [row["page__title"] for row in makers["made"]] == ["Heat twice"]
