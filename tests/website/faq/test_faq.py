"""Frequent questions: the list with filters and feeds, and the page of an answer."""

import pytest

from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.factories.texts import full_answer
from tests.factories.topics import TerritoryFactory
from tests.reading import elements, rows, texts
from website.faq.models import AnswerPage, FaqIndexPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "found"),
    [("theme=water", ["B"]), ("territory=colmar", ["A"]), ("q=condensate", ["A"]), ("theme=energy", [])],
)
def test_answers_are_filtered_by_theme_territory_and_words(site, query, found, client):
    colmar = TerritoryFactory(slug="colmar", is_featured=True)
    make_page(AnswerPage, title="A", summary="Of condensate.", territories=[colmar])
    make_page(AnswerPage, title="B", themes=Theme.objects.filter(slug="water"))
    make_page(AnswerPage, title="C, which is a draft", live=False, themes=Theme.objects.filter(slug="water"))
    assert [row[0] for row in rows(client.get(f"/en/feeds/faq.csv?{query}"))[1:]] == found
    assert texts(client.get(f"/en/faq/?{query}"), "article").__len__() == len(found)


def test_the_page_of_an_answer_shows_its_question_and_themes(site, client):
    page = full_answer(1, language="en")
    response = client.get(page.get_url())
    assert texts(response, "h1") == ["Question 1 ?"]
    assert [link["href"] for link in elements(response, "a")].count("/en/faq/?theme=water") == 1


def test_an_empty_list_shows_the_empty_state(site, client):
    response = client.get("/en/faq/")
    assert response.status_code == 200
    assert texts(response, "article") == []


@pytest.mark.parametrize(("group", "may"), [("Editors", True), ("Coordinators", True), ("Members", False)])
def test_editors_and_coordinators_write_answers(site, group, may):
    index = FaqIndexPage.objects.get(locale__language_code="fr")
    assert index.permissions_for_user(UserFactory(groups=[group])).can_add_subpage() is may
