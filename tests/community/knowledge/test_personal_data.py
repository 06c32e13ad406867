"""Contributions after the erasure of an account, and in exports."""

import pytest

from community.knowledge.actions import answer_contribution
from community.knowledge.enums import Consent
from tests.factories.knowledge import contribution_of, make_person, make_provenance, make_talk
from website.core.personal_data import all_holdings
from website.privacy.actions import erase_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("wants_removal", "answer"), [(False, "unnamed"), (True, "declined")])
def test_erasing_an_account_removes_the_name_from_its_contributions(site, wants_removal, answer):
    person = make_person()
    provenance = make_provenance(topic=make_talk(None, [person]))
    answer_contribution(person, contribution_of(provenance, person), Consent.NAMED)
    erase_account(person, wants_removal=wants_removal)
    contribution = provenance.contributions.get(user=None)
    assert (contribution.name, contribution.answer) == ("", answer)


def test_erasing_an_account_keeps_the_contributions_to_the_text(site):
    provenance = make_provenance()
    erase_account(provenance.topic.posts.get(position=2).author, wants_removal=False)
    assert provenance.contributions.count() == 2


def test_an_export_lists_contributions_and_created_texts(site):
    person = make_person()
    provenance = make_provenance(topic=make_talk(None, [person]), title="Heat twice")
    [holding] = [holding for holding in all_holdings() if holding.name == "contributions"]
    [mine], [makers] = holding.records(person), holding.records(provenance.creator)
    assert [(row["text_title"], row["answer"]) for row in mine["parts"]] == [("Heat twice", "asked")]
    assert mine["made"] == []
    assert [row["text_title"] for row in makers["made"]] == ["Heat twice"]
