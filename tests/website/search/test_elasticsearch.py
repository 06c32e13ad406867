"""The search on a real Elasticsearch 9 gives the same results as the database's full-text search."""

from uuid import uuid4

import environ
import pytest
from django.core.management import call_command
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from community.forum.actions.moderating import hide_post, show_post
from community.forum.actions.posting import delete_post
from community.forum.enums import BoardAudience
from community.forum.models import Post
from community.members.actions import update_profile
from community.members.models import MemberSearchText
from experiences.sheets.models import SheetPage
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from website.core import querysets
from website.news.models import NewsPage
from website.privacy.actions import erase_account
from website.settings import storage
from website.topics.models import Organisation, Theme

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


@pytest.fixture
def engine(site, settings):
    """Use the engine of `SEARCH_URL` with indexes that only this test uses."""
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {**storage.search(environ.Env()), "INDEX_PREFIX": f"test_{uuid4().hex}_"}
    }
    backend = get_search_backend()
    call_command("wagtail_update_index", verbosity=0)
    yield backend
    for index in backend.es.indices.get(index=f"{backend.index_prefix}*"):
        backend.es.indices.delete(index=index)


def refresh_indexes(engine) -> None:
    """Refresh the indexes, which the engine would otherwise do within a second."""
    for model in (Page, Organisation, MemberSearchText, Post):
        engine.get_index_for_model(model).refresh()


def listed(client, name: str, **filters) -> list[str]:
    return [item["title"] for item in client.get(f"/fr/feeds/{name}.json", filters).json()["items"]]


def found(client, words: str) -> dict[str, list[str]]:
    """Return the results of the site's search by listing."""
    groups = client.get("/fr/search/", {"q": words}).context["groups"]
    return {group["listing"].name: sorted(str(item) for item in group["items"]) for group in groups}


def test_the_engine_is_elasticsearch_9(engine):
    assert engine.es.info()["version"]["number"].split(".")[0] == "9"


def test_a_published_text_is_found_in_its_list(engine, client):
    make_page(NewsPage, title="Chaleur fatale à Chalampé")
    make_page(NewsPage, title="Palettes à Colmar")
    refresh_indexes(engine)
    assert listed(client, "news", q="chaleur") == ["Chaleur fatale à Chalampé"]


def test_the_search_combines_with_other_filters(engine, client):
    energy, water = Theme.objects.get(slug="energy"), Theme.objects.get(slug="water")
    make_page(NewsPage, title="Chaleur de fonderie", themes=[energy])
    make_page(NewsPage, title="Chaleur des eaux usées", themes=[energy, water])
    refresh_indexes(engine)
    assert listed(client, "news", q="chaleur", theme="water") == ["Chaleur des eaux usées"]


def test_a_draft_is_never_found(engine, client):
    make_page(NewsPage, title="Chaleur secrète", live=False)
    refresh_indexes(engine)
    assert listed(client, "news", q="chaleur") == []
    assert found(client, "chaleur") == {}


def test_an_unpublished_text_is_no_longer_found(engine, client):
    page = make_page(NewsPage, title="Chaleur retirée")
    refresh_indexes(engine)
    page.unpublish()
    assert listed(client, "news", q="chaleur") == []


def test_a_text_unpublished_without_signals_is_not_found(engine, client):
    page = make_page(NewsPage, title="Chaleur cachée")
    refresh_indexes(engine)
    Page.objects.filter(pk=page.pk).update(live=False)
    assert listed(client, "news", q="chaleur") == []


def test_results_are_grouped_by_listing(engine, client):
    make_page(NewsPage, title="Une papeterie livre sa vapeur")
    make_page(SheetPage, title="Vapeur de papeterie", language="de")
    OrganisationFactory(name="Papeterie du Ried")
    refresh_indexes(engine)
    assert found(client, "papeterie") == {
        "news": ["Une papeterie livre sa vapeur"],
        "sheets": ["Vapeur de papeterie"],
        "organisations": ["Papeterie du Ried"],
    }


def test_a_translated_text_is_found_once_in_the_readers_language(engine, client):
    german = make_page(NewsPage, title="Photovoltaik im Hafen", language="de")
    make_page(NewsPage, title="Photovoltaïque au port", translation_of=german, summary="Photovoltaik im Hafen")
    refresh_indexes(engine)
    assert listed(client, "news", q="hafen") == ["Photovoltaïque au port"]


def test_accents_capitals_and_french_articles_are_ignored(engine, client):
    make_page(NewsPage, title="Dépollution de l’eau du canal")
    refresh_indexes(engine)
    for words in ("dépollution", "depollution", "DÉPOLLUTION", "eau", "l'eau", "l’eau", "L’EAU"):
        assert listed(client, "news", q=words) == ["Dépollution de l’eau du canal"], words


def test_results_a_reader_may_not_see_do_not_crowd_out_others(engine, client, monkeypatch):
    insider = UserFactory()
    group = make_board(BoardAudience.GROUP, members=[insider])
    for number in range(5):
        make_topic(insider, group, title=f"Vapeur {number}", body="Vapeur, vapeur, vapeur")
    make_topic(title="Un mot sur la vapeur", body="Parmi beaucoup d’autres mots de ce qui reste ici.")
    refresh_indexes(engine)
    monkeypatch.setattr(querysets, "SEARCH_HITS", 2)
    assert found(client, "vapeur") == {"discussions": ["Un mot sur la vapeur"]}


def people(client, words: str) -> int:
    return client.get("/fr/feeds/members.json", {"q": words}).json()["count"]


def test_a_person_is_found_by_the_fields_visible_to_the_reader(engine, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        member = MemberFactory(user__last_name="Ziegelbaum", bio="Moorwanderung", bio_audience="members")
        update_profile(member, job_title="Flussdeuterin", phone="4711", phone_audience="members")
    refresh_indexes(engine)
    words = ("Ziegelbaum", "Flussdeuterin", "Moorwanderung", "4711")
    assert [people(client, word) for word in words] == [1, 1, 0, 0]
    client.force_login(UserFactory())
    assert [people(client, word) for word in words] == [1, 1, 1, 0]


def test_a_field_that_a_person_hides_is_not_found_before_the_index_is_refreshed(
    engine, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        member = MemberFactory(user__last_name="Ziegelbaum", bio="Moorwanderung")
    refresh_indexes(engine)
    assert people(client, "Moorwanderung") == 1
    with django_capture_on_commit_callbacks(execute=True):
        update_profile(member, bio_audience="members")
    assert people(client, "Moorwanderung") == 0
    refresh_indexes(engine)
    assert [people(client, word) for word in ("Moorwanderung", "Ziegelbaum")] == [0, 1]


def test_a_field_hidden_while_the_engine_is_down_is_not_found_afterwards(engine, client, settings):
    member = MemberFactory(user__last_name="Ziegelbaum", bio="Moorwanderung")
    refresh_indexes(engine)
    with_engine = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
    update_profile(member, bio_audience="nobody")
    settings.WAGTAILSEARCH_BACKENDS = with_engine
    assert people(client, "Moorwanderung") == 0
    call_command("wagtail_update_index", verbosity=0)
    refresh_indexes(engine)
    assert [people(client, word) for word in ("Moorwanderung", "Ziegelbaum")] == [0, 1]


def test_hidden_deleted_and_erased_posts_are_removed_from_the_index(engine, django_capture_on_commit_callbacks):
    moderator, author = UserFactory(), UserFactory()
    topic = make_topic(board=make_board(moderators=[moderator]), body="Flussdeutung")
    hidden, deleted, erased, visible = (make_post(user, topic, "Flussdeutung") for user in (None, None, author, None))
    refresh_indexes(engine)
    assert len(engine.search("Flussdeutung", Post.objects.all())) == 5
    with django_capture_on_commit_callbacks(execute=True):
        hide_post(moderator, hidden)
        delete_post(deleted.author, deleted)
        erase_account(author, wants_removal=True)
    refresh_indexes(engine)
    first = topic.posts.get(position=1)
    assert {post.pk for post in engine.search("Flussdeutung", Post.objects.all())} == {first.pk, visible.pk}
    with django_capture_on_commit_callbacks(execute=True):
        hide_post(moderator, first)
    refresh_indexes(engine)
    assert len(engine.search("Flussdeutung", Post.objects.all())) == 0
    with django_capture_on_commit_callbacks(execute=True):
        show_post(moderator, first)
    refresh_indexes(engine)
    assert {post.pk for post in engine.search("Flussdeutung", Post.objects.all())} == {first.pk, visible.pk}
    assert not Post.objects.filter(pk=erased.pk, body__contains="Flussdeutung").exists()


def test_special_characters_in_a_search_cause_no_error(engine, client):
    for words in ('"', "AND OR NOT", "(((", "a" * 200, "*:*", "\\", "title:x", "🌍", "%", "é" * 200):
        assert client.get("/fr/search/", {"q": words}).status_code == 200, words


def test_rebuilding_the_index_adds_texts_published_without_the_engine(engine, client, settings):
    with_engine = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
    make_page(NewsPage, title="Chaleur d'avant")
    settings.WAGTAILSEARCH_BACKENDS = with_engine
    refresh_indexes(engine)
    assert listed(client, "news", q="chaleur") == []
    call_command("wagtail_update_index", verbosity=0)
    refresh_indexes(engine)
    assert listed(client, "news", q="chaleur") == ["Chaleur d'avant"]
