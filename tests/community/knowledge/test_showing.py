"""A text says from which topic it has grown and with whom, the topic what it became, each as its reader may know."""

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
    """With the names out of the text."""
    page = Page.objects.get(pk=provenance.page.pk).specific.get_latest_revision_as_object()
    if provenance.kind == TextKind.SHEET:
        page.implementation = ""
    else:
        page.body = []
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk).specific


def address_of(page, language="en") -> str:
    return page.get_url().replace("/fr/", f"/{language}/")


def said(client, page) -> str:
    """What stands under “Where it comes from”."""
    found = [text for text in texts(client.get(address_of(page)), "section") if text.startswith("Where it comes from")]
    return found[0] if found else ""


def links(client, address) -> list[str]:
    return [link["text"] for link in elements(client.get(address), "a")]


@pytest.fixture
def answerers():
    return [make_person(user__last_name=name) for name in ("Alba", "Brand", "Claes", "Doyle")]


@pytest.mark.parametrize("kind", TextKind)
def test_a_text_names_its_topic_and_those_who_agreed(site, client, answerers, kind):
    editor = UserFactory(groups=["Editors"])
    topic = make_talk(editor, answerers)
    provenance = make_provenance(editor, topic, kind)
    for person, answer in zip(answerers, ("named", "unnamed", "declined"), strict=False):
        answer_contribution(person, contribution_of(provenance, person), answer)
    provenance.contributions.filter(answer="declined").update(removed_at="2026-01-01T00:00Z")
    page = publish(provenance)
    words = said(client, page)
    assert words == (
        "Where it comes from Grown from the discussionWho uses condensate at 60 °C? With:Camille Alba, "
        "3 members of the network"
    )


def test_whom_a_reader_may_not_know_is_counted_and_not_named(site, client):
    hidden = make_person(visibility="members", user__last_name="Geheim")
    provenance = make_provenance(topic=make_talk(make_person(user__last_name="Asker"), [hidden]))
    answer_contribution(hidden, contribution_of(provenance, hidden), Consent.NAMED)
    page = publish(provenance)
    assert "With:Camille Asker, 1 member of the network" in said(client, page)
    client.force_login(UserFactory())
    assert "With:Camille Asker,Camille Geheim" in said(client, page)


def test_a_topic_that_the_reader_may_not_see_is_not_named(site, client):
    moderator, answerer = make_person(), make_person(user__last_name="Alba")
    board = make_board(BoardAudience.GROUP, members=[answerer], moderators=[moderator])
    topic = make_talk(moderator, [answerer], board=board, title="A secret question")
    provenance = make_provenance(moderator, topic)
    answer_contribution(answerer, contribution_of(provenance, answerer), Consent.NAMED)
    page = publish(provenance)
    assert "secret" not in said(client, page)
    assert "Camille Alba" in said(client, page)
    client.force_login(answerer)
    assert "A secret question" in said(client, page)


def test_a_translation_says_it_as_well(site, client):
    provenance = make_provenance(UserFactory(groups=["Editors"]), kind=TextKind.ANSWER)
    page = publish(provenance)
    twin = page.copy_for_translation(Locale.objects.get(language_code="fr"))
    twin.get_latest_revision().publish()
    assert "Discussion" not in said(client, page)
    assert [link["href"] for link in elements(client.get(twin.get_url()), "a")].count(
        f"/fr/discussions/{provenance.topic_id}/"
    ) >= 1


def test_a_text_without_a_topic_says_nothing_of_one(site, client):
    make_provenance()
    page = publish(make_provenance())
    page.text.provenance.delete()
    assert said(client, SheetPage.objects.get(pk=page.pk)) == ""


def test_what_visitors_are_shown_changes_with_an_answer(site, client, answerers):
    provenance = make_provenance(topic=make_talk(make_person(user__last_name="Asker"), answerers[:1]))
    page = publish(provenance)
    assert "1 member of the network" in said(client, page)
    answer_contribution(answerers[0], contribution_of(provenance, answerers[0]), Consent.NAMED)
    assert "With:Camille Asker,Camille Alba" in said(client, page)
    answer_contribution(answerers[0], contribution_of(provenance, answerers[0]), Consent.DECLINED)
    assert said(client, page).endswith("With:Camille Asker")


def test_what_visitors_are_shown_of_a_topic_changes_with_publication(site, client):
    provenance = make_provenance(title="Heat from condensate")
    address = f"/en/discussions/{provenance.topic_id}/"
    assert links(client, address).count("Heat from condensate") == 0
    page = publish(provenance)
    assert links(client, address).count("Heat from condensate") == 1
    page.unpublish()
    assert links(client, address).count("Heat from condensate") == 0
    publish(provenance)
    assert links(client, address).count("Heat from condensate") == 1
    Page.objects.get(pk=page.pk).delete()
    assert links(client, address).count("Heat from condensate") == 0


def test_a_draft_is_named_to_its_creator_and_to_reviewers_and_to_nobody_else(site, client):
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
        assert links(client, address).count("Heat from condensate") == times


def test_what_was_merged_says_what_it_became_where_it_went(site, client):
    keeper = UserFactory(groups=["Coordinators"])
    provenance = make_provenance(title="Heat from condensate")
    page = publish(provenance)
    other = make_topic(title="The other one", board=provenance.topic.board)
    merge(keeper, provenance.topic, other)
    assert links(client, f"/en/discussions/{other.pk}/").count("Heat from condensate") == 1
    assert "Grown from the discussionThe other one" in said(client, page)


@pytest.mark.parametrize("number", [1, 3])
def test_a_visitor_of_a_text_takes_three_statements_and_first_a_few_more(site, client, number):
    people = [make_person() for _ in range(number)]
    provenance = make_provenance(topic=make_talk(make_person(), people))
    for person in people:
        answer_contribution(person, contribution_of(provenance, person), Consent.NAMED)
    page = publish(provenance)
    address = address_of(page)
    client.get(address)
    with statements("knowledge: a text, kept"):
        client.get(address)
    cache.clear()
    client.get("/en/accounts/login/")
    with statements("knowledge: a text, first"):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_a_topic_asks_as_much_with_three_texts_as_with_one(site, client, number):
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
def test_my_lists_ask_as_much_with_three_as_with_one(site, client, number):
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


def test_an_answer_page_of_the_faq_is_one(site, client):
    page = publish(make_provenance(UserFactory(groups=["Editors"]), kind=TextKind.ANSWER))
    assert isinstance(page, AnswerPage)
    assert client.get(address_of(page)).status_code == 200
