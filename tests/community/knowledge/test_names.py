"""Names without consent are found in any spelling, and nothing else is taken for a name."""

import pytest

from community.knowledge.actions import answer_contribution
from community.knowledge.enums import Consent, TextKind
from community.knowledge.named_people import names_without_consent
from tests.factories.knowledge import contribution_of, make_person, make_provenance, make_talk
from tests.factories.people import UserFactory
from website.core.publication_checks import publication_blockers
from website.faq.models import AnswerPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(site):
    return UserFactory(groups=["Editors"])


def provenance_with(editor, *names: tuple[str, str], **fields):
    people = [make_person(user__first_name=first, user__last_name=last, **fields) for first, last in names]
    return make_provenance(editor, make_talk(editor, people), TextKind.ANSWER), people


def found_names(provenance, *texts: str) -> list[str]:
    return [
        contribution.user.get_full_name()
        for contribution in names_without_consent(provenance, {"title": "Heat", "body": list(texts)})
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We thank Hélène Müller-Roß for it.",
        "MÜLLER-ROSS Hélène thought of it",
        "helene muller ross.",
        "<p>asked Hélène Müller-Roß</p><p>Then</p>",
        "<p>H&eacute;l&egrave;ne&nbsp;<b>Müller</b>-Roß</p>",
        "<p>Hélè<b>ne</b> Müller-Roß</p>",
        "**Hélène** Müller‑Roß",
        "where a < b Hélène Müller-Roß and c > d",
        "[her](/fr/members/helene-muller-ross/)",
        '[{"type": "paragraph", "value": "<p>Hélène Müller-Roß</p>", "id": "1"}]',
        "Hélène Müller-Roß wrote:",
    ],
)
def test_a_name_in_a_sentence_is_found(editor, text):
    provenance, _people = provenance_with(editor, ("Hélène", "Müller-Roß"))
    assert found_names(provenance, text) == ["Hélène Müller-Roß"]


@pytest.mark.parametrize(
    "text",
    ["Hélène Müller-Rossmann", "Hélène", "Frau Müller-Roß", "Hélène and Müller-Roß", "Michèle-Hélènes Müller Roß"],
)
def test_a_part_of_a_name_is_ignored(editor, text):
    provenance, _people = provenance_with(editor, ("Hélène", "Müller-Roß"))
    assert found_names(provenance, text) == []


def test_a_name_of_one_word_is_found_above_posts_but_not_in_sentences(editor):
    provenance, _people = provenance_with(editor, ("Rose", ""))
    assert found_names(provenance, "The rose is in flower") == []
    assert found_names(provenance, "Rose wrote:") == ["Rose"]


def test_an_author_who_agreed_and_their_namesakes_may_be_named(editor):
    provenance, people = provenance_with(editor, ("Anne", "Weber"), ("Anne", "Weber"), ("Luc", "Petit"))
    assert found_names(provenance, "Anne Weber and Luc Petit") == ["Anne Weber", "Anne Weber", "Luc Petit"]
    answer_contribution(people[0], contribution_of(provenance, people[0]), Consent.NAMED)
    assert found_names(provenance, "Anne Weber and Luc Petit") == ["Luc Petit"]


def test_a_hidden_member_is_found_by_name_but_not_by_the_label_for_hidden_members(editor):
    provenance, [hidden] = provenance_with(editor, ("Anne", "Weber"), visibility="nobody")
    assert contribution_of(provenance, hidden).name == "A member"
    assert found_names(provenance, "A member of the network did it") == []
    assert found_names(provenance, "Anne Weber did it") == ["Anne Weber"]


def test_the_former_and_the_current_name_are_found(editor):
    provenance, [person] = provenance_with(editor, ("Anne", "Weber"))
    person.last_name = "Petit"
    person.save()
    assert [len(found_names(provenance, text)) for text in ("Anne Weber", "Anne Petit")] == [1, 1]


def test_editors_comments_are_ignored(editor):
    provenance, _people = provenance_with(editor, ("Anne", "Weber"))
    assert names_without_consent(provenance, {"wagtail_admin_comments": [{"text": "Ask Anne Weber"}]}) == []


@pytest.mark.usefixtures("english")
def test_a_name_in_a_sentence_blocks_publication(editor):
    provenance, [person] = provenance_with(editor, ("Anne", "Weber"))
    page = AnswerPage.objects.get(pk=provenance.page.pk).get_latest_revision_as_object()
    page.body = page.body.stream_block.to_python([{"type": "paragraph", "value": "<p>As Anne WEBER says</p>"}])
    revision = page.save_revision()
    [words] = publication_blockers(page, revision)
    assert words.startswith("Not published: the text names Anne Weber, who did not agree to be named.")
    answer_contribution(person, contribution_of(provenance, person), Consent.NAMED)
    assert publication_blockers(page, revision) == []
