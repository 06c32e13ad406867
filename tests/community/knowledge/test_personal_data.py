"""Whoever leaves is named no more; whose posts are removed, their part has to go."""

import pytest

from community.knowledge.actions import answer_contribution
from community.knowledge.enums import Consent
from tests.factories.knowledge import contribution_of, make_person, make_provenance, make_talk
from website.core.personal_data import all_holdings
from website.privacy.actions import erase_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("wants_removal", "answer"), [(False, "unnamed"), (True, "declined")])
def test_the_name_goes_with_the_account(site, wants_removal, answer):
    person = make_person()
    provenance = make_provenance(topic=make_talk(None, [person]))
    answer_contribution(person, contribution_of(provenance, person), Consent.NAMED)
    erase_account(person, wants_removal=wants_removal)
    contribution = provenance.contributions.get(user=None)
    assert (contribution.name, contribution.answer) == ("", answer)


def test_the_creator_leaves_and_the_text_stays(site):
    provenance = make_provenance()
    erase_account(provenance.topic.posts.get(position=2).author, wants_removal=False)
    assert provenance.contributions.count() == 2


def test_an_export_says_what_i_have_a_part_in_and_what_i_made(site):
    person = make_person()
    provenance = make_provenance(topic=make_talk(None, [person]), title="Heat twice")
    [holding] = [holding for holding in all_holdings() if holding.name == "contributions"]
    [mine], [makers] = holding.records(person), holding.records(provenance.creator)
    assert [(row["text_title"], row["answer"]) for row in mine["parts"]] == [("Heat twice", "asked")]
    assert mine["made"] == []
    assert [row["text_title"] for row in makers["made"]] == ["Heat twice"]
