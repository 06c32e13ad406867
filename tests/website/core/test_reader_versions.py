"""Readers see each text once, in their language if it exists, whatever editors and translators do."""

import pytest
from django.core.management import call_command
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Locale, Page

from tests.factories.pages import make_page
from tests.testing import versions
from website.core.models import ReaderVersion
from website.news.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db


def shown(language: str) -> list[str]:
    locale = Locale.objects.get(language_code=language)
    return list(NewsPage.objects.for_reader(locale).order_by("pk").values_list("title", flat=True))


def in_every_language() -> list[list[str]]:
    return [shown(language) for language in ("fr", "de", "nl", "en")]


@pytest.fixture
def french(site):
    return make_page(NewsPage, title="Chaleur de Kehl")


@pytest.fixture
def german(french):
    return make_page(NewsPage, language="de", title="Wärme aus Kehl", translation_of=french)


def test_a_text_without_translation_is_shown_to_all_in_its_original(french):
    assert in_every_language() == [["Chaleur de Kehl"]] * 4


def test_a_translation_is_shown_to_its_readers_only(french, german):
    assert in_every_language() == [["Chaleur de Kehl"], ["Wärme aus Kehl"], ["Chaleur de Kehl"], ["Chaleur de Kehl"]]


def test_a_draft_is_shown_to_nobody(site):
    make_page(NewsPage, title="Brouillon", live=False)
    assert in_every_language() == [[]] * 4


def test_a_draft_translation_does_not_replace_the_original(french):
    make_page(NewsPage, language="de", title="Entwurf", live=False, translation_of=french)
    assert shown("de") == ["Chaleur de Kehl"]


def test_readers_see_the_original_again_after_a_translation_is_unpublished(french, german):
    german.unpublish()
    assert in_every_language() == [["Chaleur de Kehl"]] * 4


def test_readers_see_the_translation_after_the_original_is_unpublished(french, german):
    french.unpublish()
    assert in_every_language() == [["Wärme aus Kehl"]] * 4


def test_readers_see_the_translation_after_the_original_is_deleted(french, german):
    french.delete()
    assert in_every_language() == [["Wärme aus Kehl"]] * 4


def test_a_text_deleted_in_every_language_leaves_no_row(french, german):
    text = french.text
    german.delete()
    Page.objects.get(pk=french.pk).delete()
    assert ReaderVersion.objects.filter(text=text.pk).count() == 0


def test_an_alias_is_never_listed_and_becomes_a_version_once_it_is_a_page_of_its_own(french):
    dutch = Locale.objects.get(language_code="nl")
    alias = french.copy_for_translation(dutch, alias=True)
    assert [alias.live, ReaderVersion.objects.filter(page=alias).count()] == [True, 0]
    Page.objects.filter(pk=alias.pk).update(title="Warmte uit Kehl")
    ConvertAliasPageAction(NewsPage.objects.get(pk=alias.pk)).execute()
    assert in_every_language() == [["Chaleur de Kehl"], ["Chaleur de Kehl"], ["Warmte uit Kehl"], ["Chaleur de Kehl"]]


def test_readers_of_a_language_that_is_added_later_are_shown_every_original(french, german):
    italian = Locale.objects.create(language_code="it")
    assert list(NewsPage.objects.for_reader(italian).values_list("title", flat=True)) == ["Chaleur de Kehl"]


def test_deleting_a_locale_deletes_its_rows(french):
    italian = Locale.objects.create(language_code="it")
    italian.delete()
    assert ReaderVersion.objects.filter(text=french.text).count() == 4


def test_the_command_finds_nothing_wrong_after_everyday_work(french, german, capsys):
    german.unpublish()
    before = versions(ReaderVersion)
    call_command("refresh_reader_versions")
    texts = Page.objects.filter(depth__gt=1, live=True).values("translation_key").distinct().count()
    assert capsys.readouterr().out == f"{texts} texts checked, 0 were wrong and are corrected.\n"
    assert versions(ReaderVersion) == before


def test_the_command_corrects_rows_after_writes_in_bulk(french, german, capsys):
    other = make_page(NewsPage, title="Intacte")
    gone = make_page(NewsPage, title="Retirée")
    Page.objects.filter(pk=gone.pk).update(live=False)
    ReaderVersion.objects.filter(text=french.text).update(page=french)
    before = versions(ReaderVersion)
    call_command("refresh_reader_versions")
    assert "2 were wrong and are corrected" in capsys.readouterr().out
    assert shown("de") == ["Wärme aus Kehl", "Intacte"]
    assert ReaderVersion.objects.filter(page=other).count() == 4
    assert ReaderVersion.objects.filter(page=gone).count() == 0
    assert versions(ReaderVersion) != before


def test_every_section_has_a_version_of_its_own_in_every_language(site):
    kinds = NewsIndexPage.objects.filter(alias_of=None).values_list("locale__language_code", flat=True)
    assert sorted(kinds) == ["de", "en", "fr", "nl"]
    assert Page.objects.exclude(alias_of=None).count() == 0
