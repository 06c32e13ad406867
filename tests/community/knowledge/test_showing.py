"""Texts show their topic and contributors, and topics the texts created from them, as the reader may see them."""

import pytest
from django.core.cache import cache
from wagtail.models import Locale, Page

from community.forum.actions.moderating import merge
from community.forum.enums import BoardAudience
from community.knowledge.actions import answer_contribution
from community.knowledge.enums import Consent, TextKind
from experiences.sheets.models import SheetPage
from tests.factories.forum import make_board, make_topic
from tests.factories.knowledge import contribution_of, make_person, make_provenance, make_talk
from tests.factories.people import UserFactory
from tests.reading import elements, texts
from tests.testing import statements
from website.faq.models import AnswerPage

pytestmark = pytest.mark.django_db


def publish(provenance) -> Page:
    """Remove the names from the text and publish it."""
    page = Page.objects.get(pk=provenance.page.pk).specific.get_latest_revision_as_object()
    if provenance.kind == TextKind.SHEET:
        page.implementation = ""
    else:
        page.body = []
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk).specific


def url_of(page, language="en") -> str:
    return page.get_url().replace("/fr/", f"/{language}/")


def provenance_section(client, page) -> str:
    """Return the section “Where it comes from”."""
    found = [text for text in texts(client.get(url_of(page)), "section") if text.startswith("Origin of this text")]
    return found[0] if found else ""


def link_texts(client, address) -> list[str]:
    return [link["text"] for link in elements(client.get(address), "a")]


@pytest.fixture
def answerers():
    return [make_person(user__last_name=name) for name in ("Alba", "Brand", "Claes", "Doyle")]


@pytest.mark.parametrize("kind", TextKind)
def test_a_text_names_its_topic_and_the_authors_who_agreed(site, client, answerers, kind):
    editor = UserFactory(groups=["Editors"])
    topic = make_talk(editor, answerers)
    provenance = make_provenance(editor, topic, kind)
    for person, answer in zip(answerers, ("named", "unnamed", "declined"), strict=False):
        answer_contribution(person, contribution_of(provenance, person), answer)
    provenance.contributions.filter(answer="declined").update(removed_at="2026-01-01T00:00Z")
    page = publish(provenance)
    words = provenance_section(client, page)
    assert words == (
        "Origin of this text Based on the topicWho uses condensate at 60 °C? With:Camille Alba, 3 "
        "members of the network"
    )


def test_an_author_hidden_from_the_reader_is_counted_and_not_named(site, client):
    hidden = make_person(visibility="members", user__last_name="Geheim")
    provenance = make_provenance(topic=make_talk(make_person(user__last_name="Asker"), [hidden]))
    answer_contribution(hidden, contribution_of(provenance, hidden), Consent.NAMED)
    page = publish(provenance)
    assert "With:Camille Asker, 1 member of the network" in provenance_section(client, page)
    client.force_login(UserFactory())
    assert "With:Camille Asker,Camille Geheim" in provenance_section(client, page)


def test_a_topic_hidden_from_the_reader_is_not_named(site, client):
    moderator, answerer = make_person(), make_person(user__last_name="Alba")
    board = make_board(BoardAudience.GROUP, members=[answerer], moderators=[moderator])
    topic = make_talk(moderator, [answerer], board=board, title="A secret question")
    provenance = make_provenance(moderator, topic)
    answer_contribution(answerer, contribution_of(provenance, answerer), Consent.NAMED)
    page = publish(provenance)
    assert "secret" not in provenance_section(client, page)
    assert "Camille Alba" in provenance_section(client, page)
    client.force_login(answerer)
    assert "A secret question" in provenance_section(client, page)


def test_a_translation_shows_its_topic_as_well(site, client):
    provenance = make_provenance(UserFactory(groups=["Editors"]), kind=TextKind.ANSWER)
    page = publish(provenance)
    twin = page.copy_for_translation(Locale.objects.get(language_code="fr"))
    twin.get_latest_revision().publish()
    assert "Discussion" not in provenance_section(client, page)
    assert [link["href"] for link in elements(client.get(twin.get_url()), "a")].count(
        f"/fr/discussions/{provenance.topic_id}/"
    ) >= 1


def test_a_text_without_a_topic_has_no_provenance_section(site, client):
    make_provenance()
    page = publish(make_provenance())
    page.text.provenance.delete()
    assert provenance_section(client, SheetPage.objects.get(pk=page.pk)) == ""


def test_an_answer_updates_the_cached_section_for_visitors(site, client, answerers):
    provenance = make_provenance(topic=make_talk(make_person(user__last_name="Asker"), answerers[:1]))
    page = publish(provenance)
    assert "1 member of the network" in provenance_section(client, page)
    answer_contribution(answerers[0], contribution_of(provenance, answerers[0]), Consent.NAMED)
    assert "With:Camille Asker,Camille Alba" in provenance_section(client, page)
    answer_contribution(answerers[0], contribution_of(provenance, answerers[0]), Consent.DECLINED)
    assert provenance_section(client, page).endswith("With:Camille Asker")


def test_publication_updates_the_cached_topic_for_visitors(site, client):
    provenance = make_provenance(title="Heat from condensate")
    address = f"/en/discussions/{provenance.topic_id}/"
    assert link_texts(client, address).count("Heat from condensate") == 0
    page = publish(provenance)
    assert link_texts(client, address).count("Heat from condensate") == 1
    page.unpublish()
    assert link_texts(client, address).count("Heat from condensate") == 0
    publish(provenance)
    assert link_texts(client, address).count("Heat from condensate") == 1
    Page.objects.get(pk=page.pk).delete()
    assert link_texts(client, address).count("Heat from condensate") == 0


def test_a_draft_is_shown_to_its_creator_and_reviewers_only(site, client):
    provenance = make_provenance(title="Heat from condensate")
    address = f"/en/discussions/{provenance.topic_id}/"
    people = {
        provenance.creator: 1,
        UserFactory(groups=["Coordinators"]): 1,
        UserFactory(groups=["Editors"]): 0,
        provenance.topic.posts.get(position=2).author: 0,
        UserFactory(): 0,
    }
    for person, times in people.items():
        client.force_login(person)
        assert link_texts(client, address).count("Heat from condensate") == times


def test_after_a_merge_text_and_target_topic_link_to_each_other(site, client):
    keeper = UserFactory(groups=["Coordinators"])
    provenance = make_provenance(title="Heat from condensate")
    page = publish(provenance)
    other = make_topic(title="The other one", board=provenance.topic.board)
    merge(keeper, provenance.topic, other)
    assert link_texts(client, f"/en/discussions/{other.pk}/").count("Heat from condensate") == 1
    assert "Based on the topicThe other one" in provenance_section(client, page)


@pytest.mark.parametrize("number", [1, 3])
def test_a_visitor_of_a_text_takes_three_statements_and_first_a_few_more(site, client, number):
    people = [make_person() for _ in range(number)]
    provenance = make_provenance(topic=make_talk(make_person(), people))
    for person in people:
        answer_contribution(person, contribution_of(provenance, person), Consent.NAMED)
    page = publish(provenance)
    address = url_of(page)
    client.get(address)
    with statements("knowledge: a text, kept"):
        client.get(address)
    cache.clear()
    client.get("/en/accounts/login/")
    with statements("knowledge: a text, first"):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_the_statements_of_a_topic_do_not_grow_with_its_texts(site, client, number):
    topic = make_talk()
    for _ in range(number):
        publish(make_provenance(topic=topic))
    address = f"/en/discussions/{topic.pk}/"
    client.get(address)
    with statements("knowledge: a topic with texts, kept"):
        client.get(address)
    client.force_login(topic.author)
    client.get(address)
    with statements("knowledge: a topic with texts, for a member"):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_the_statements_of_the_readers_lists_do_not_grow_with_their_rows(site, client, number):
    people = [make_person() for _ in range(number)]
    provenances = [make_provenance(topic=make_talk(None, people)) for _ in range(number)]
    client.force_login(people[0])
    client.get("/en/my/contributions/")
    with statements("knowledge: my texts"):
        client.get("/en/my/contributions/")
    client.force_login(provenances[0].creator)
    client.get(f"/en/my/knowledge/{provenances[0].pk}/")
    with statements("knowledge: my contributions"):
        client.get(f"/en/my/knowledge/{provenances[0].pk}/")


def test_a_published_faq_answer_can_be_read(site, client):
    page = publish(make_provenance(UserFactory(groups=["Editors"]), kind=TextKind.ANSWER))
    assert isinstance(page, AnswerPage)
    assert client.get(url_of(page)).status_code == 200
