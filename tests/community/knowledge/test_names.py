"""Whom a text names without their agreement is found, however the name is written, and nobody else."""

import pytest

from community.knowledge.actions import answer_credit
from community.knowledge.enums import Agreement, Kind
from community.knowledge.names import unagreed_names
from tests.factories.knowledge import credit_of, make_origin, make_person, make_talk
from tests.factories.people import UserFactory
from website.core.permissions import objections_to
from website.faq.models import AnswerPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(site):
    return UserFactory(groups=["Editors"])


def origin_with(editor, *names: tuple[str, str], **fields):
    people = [make_person(user__first_name=first, user__last_name=last, **fields) for first, last in names]
    return make_origin(editor, make_talk(editor, people), Kind.ANSWER), people


def named(origin, *texts: str) -> list[str]:
    return [credit.user.get_full_name() for credit in unagreed_names(origin, {"title": "Heat", "body": list(texts)})]


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
    origin, _people = origin_with(editor, ("Hélène", "Müller-Roß"))
    assert named(origin, text) == ["Hélène Müller-Roß"]


@pytest.mark.parametrize(
    "text",
    ["Hélène Müller-Rossmann", "Hélène", "Frau Müller-Roß", "Hélène and Müller-Roß", "Michèle-Hélènes Müller Roß"],
)
def test_part_of_a_name_is_no_name(editor, text):
    origin, _people = origin_with(editor, ("Hélène", "Müller-Roß"))
    assert named(origin, text) == []


def test_a_name_of_one_word_is_found_above_the_posts_and_not_in_sentences(editor):
    origin, _people = origin_with(editor, ("Rose", ""))
    assert named(origin, "The rose is in flower") == []
    assert named(origin, "Rose wrote:") == ["Rose"]


def test_who_agreed_may_be_named_and_their_namesake_with_them(editor):
    origin, people = origin_with(editor, ("Anne", "Weber"), ("Anne", "Weber"), ("Luc", "Petit"))
    assert named(origin, "Anne Weber and Luc Petit") == ["Anne Weber", "Anne Weber", "Luc Petit"]
    answer_credit(people[0], credit_of(origin, people[0]), Agreement.NAMED)
    assert named(origin, "Anne Weber and Luc Petit") == ["Luc Petit"]


def test_who_is_not_shown_to_members_is_found_by_name_and_not_by_the_words_for_them(editor):
    origin, [hidden] = origin_with(editor, ("Anne", "Weber"), visibility="nobody")
    assert credit_of(origin, hidden).name == "A member"
    assert named(origin, "A member of the network did it") == []
    assert named(origin, "Anne Weber did it") == ["Anne Weber"]


def test_a_name_that_has_changed_since_is_found_as_it_was_and_as_it_is(editor):
    origin, [person] = origin_with(editor, ("Anne", "Weber"))
    person.last_name = "Petit"
    person.save()
    assert [len(named(origin, text)) for text in ("Anne Weber", "Anne Petit")] == [1, 1]


def test_what_editors_remark_is_no_text(editor):
    origin, _people = origin_with(editor, ("Anne", "Weber"))
    assert unagreed_names(origin, {"wagtail_admin_comments": [{"text": "Ask Anne Weber"}]}) == []


@pytest.mark.usefixtures("english")
def test_a_name_in_a_sentence_stands_against_publishing(editor):
    origin, [person] = origin_with(editor, ("Anne", "Weber"))
    page = AnswerPage.objects.get(pk=origin.page_id).get_latest_revision_as_object()
    page.body = page.body.stream_block.to_python([{"type": "paragraph", "value": "<p>As Anne WEBER says</p>"}])
    revision = page.save_revision()
    [words] = objections_to(page, revision)
    assert words.startswith("Not published: the text names Anne Weber, who did not agree to be named.")
    answer_credit(person, credit_of(origin, person), Agreement.NAMED)
    assert objections_to(page, revision) == []
