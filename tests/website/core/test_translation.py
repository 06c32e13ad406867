"""Translations with wagtail-localize: each language shows its version, and no unfinished one is published."""

import json

import polib
import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from tests.factories.pages import make_page
from tests.factories.topics import TerritoryFactory
from tests.reading import links, texts
from website.core.models import ReaderVersion
from website.news.models import NewsIndexPage, NewsPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
GERMAN = {
    "Chaleur de Kehl": "Wärme aus Kehl",
    "chaleur-de-kehl": "waerme-aus-kehl",
    "Un résumé.": "Eine Zusammenfassung.",
}


@pytest.fixture
def french(site):
    return make_page(
        NewsPage,
        title="Chaleur de Kehl",
        summary="Un résumé.",
        body=json.dumps([{"type": "heading", "value": "Titre"}]),
        themes=[Theme.objects.get(slug="energy")],
        territories=[TerritoryFactory(slug="ortenaukreis")],
    )


def submit(page, language: str) -> Translation:
    """Submit a page for translation, like the button “Translate this page”."""
    locale = Locale.objects.get(language_code=language)
    translate_object(page, [locale])
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)


def publish(translation: Translation, texts: dict[str, str], callbacks) -> NewsPage:
    """Import translated texts and publish them, like the translation editor."""
    catalogue = translation.export_po()
    for entry in catalogue:
        entry.msgstr = texts.get(entry.msgid, entry.msgid)
    translation.import_po(polib.pofile(str(catalogue)))
    with callbacks(execute=True):
        translation.save_target(publish=True)
    return translation.get_target_instance()


def test_a_text_submitted_for_translation_is_still_shown_in_its_original(
    french, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        translation = submit(french, "de")
    assert translation.get_target_instance().live is False
    html = client.get("/de/aktuelles/chaleur-de-kehl/").content.decode()
    assert '<h1 lang="fr">Chaleur de Kehl</h1>' in html


def test_a_published_translation_is_what_its_readers_see(french, client, django_capture_on_commit_callbacks):
    german = publish(submit(french, "de"), GERMAN, django_capture_on_commit_callbacks)
    assert (german.slug, german.summary) == ("waerme-aus-kehl", "Eine Zusammenfassung.")
    assert [theme.slug for theme in german.themes.all()] == ["energy"]
    assert [territory.slug for territory in german.territories.all()] == ["ortenaukreis"]
    assert texts(client.get("/de/aktuelles/"), "h3") == ["Wärme aus Kehl"]
    assert texts(client.get("/fr/actualites/"), "h3") == ["Chaleur de Kehl"]


def test_nothing_is_copied_into_the_trees_of_languages_nobody_translated_into(
    french, django_capture_on_commit_callbacks
):
    publish(submit(french, "de"), GERMAN, django_capture_on_commit_callbacks)
    assert Page.objects.filter(translation_key=french.translation_key).count() == 2
    assert Page.objects.exclude(alias_of=None).count() == 0
    assert NewsIndexPage.objects.count() == 4
    assert ReaderVersion.objects.filter(text=french.text).count() == 4


def test_published_translations_link_to_each_other(french, client, django_capture_on_commit_callbacks):
    alone = links(client.get("/fr/actualites/chaleur-de-kehl/"))
    assert alone["canonical"] == ["http://testserver/fr/actualites/chaleur-de-kehl/"]
    assert "alternate" not in alone
    publish(submit(french, "de"), GERMAN, django_capture_on_commit_callbacks)
    both = ["http://testserver/fr/actualites/chaleur-de-kehl/", "http://testserver/de/aktuelles/waerme-aus-kehl/"]
    for own in both:
        page = links(client.get(own))
        assert [page["canonical"], page["alternate"]] == [[own], both]


def test_a_reader_of_a_third_language_gets_the_original_with_a_notice(
    french, client, django_capture_on_commit_callbacks
):
    publish(submit(french, "de"), GERMAN, django_capture_on_commit_callbacks)
    response = client.get("/nl/nieuws/chaleur-de-kehl/")
    html = response.content.decode()
    assert '<html lang="nl">' in html
    assert '<h1 lang="fr">Chaleur de Kehl</h1>' in html
    assert html.count('class="notice"') == 1
    assert links(response)["canonical"] == ["http://testserver/fr/actualites/chaleur-de-kehl/"]


def test_the_url_of_the_untranslated_text_redirects_to_the_translation(
    french, client, django_capture_on_commit_callbacks
):
    assert client.get("/de/aktuelles/chaleur-de-kehl/").status_code == 200
    german = publish(submit(french, "de"), GERMAN, django_capture_on_commit_callbacks)
    response = client.get("/de/aktuelles/chaleur-de-kehl/")
    assert [response.status_code, response["Location"]] == [302, "/de/aktuelles/waerme-aus-kehl/"]
    german.unpublish()
    assert client.get("/de/aktuelles/chaleur-de-kehl/").status_code == 200
    assert client.get("/de/aktuelles/waerme-aus-kehl/").status_code == 404


def test_two_texts_of_different_languages_never_share_a_url(site):
    make_page(NewsPage, language="de", title="Innovation")
    assert make_page(NewsPage, language="fr", title="Innovation").slug == "innovation-2"
    assert make_page(NewsPage, language="fr", title="Innovation").slug == "innovation-3"


def test_an_unknown_slug_in_another_tree_is_a_404(french, client):
    assert client.get("/de/aktuelles/chaleur/").status_code == 404
    assert client.get("/de/termine/chaleur-de-kehl/").status_code == 404
    assert client.get("/de/actualites/chaleur-de-kehl/").status_code == 404
