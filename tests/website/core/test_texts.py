"""A text has one row for all its language versions."""

import pytest
from wagtail.models import Locale, Page

from tests.factories.pages import make_page
from tests.testing import statements
from website.core.actions import add_missing_texts
from website.core.models import Text
from website.faq.models import AnswerPage
from website.news.models import NewsPage
from website.pages.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def french(site):
    return make_page(NewsPage, title="Chaleur de Kehl")


@pytest.fixture
def german(french):
    return make_page(NewsPage, language="de", title="Wärme aus Kehl", translation_of=french)


def locale(code: str) -> Locale:
    return Locale.objects.get(language_code=code)


def test_every_page_of_the_site_has_a_text_of_its_type(site):
    pages = Page.objects.filter(depth__gt=1)
    kinds = dict(Text.objects.values_list("translation_key", "content_type"))
    assert {page.translation_key: page.content_type_id for page in pages} == kinds


def test_a_draft_has_a_text_and_its_translations_share_it(site):
    draft = make_page(NewsPage, live=False)
    before = Text.objects.count()
    copied = draft.copy_for_translation(locale("nl"), copy_parents=True)
    assert copied.text == draft.text
    assert [page.pk for page in draft.text.pages.all()] == [draft.pk, copied.pk]
    assert Text.objects.count() == before


def test_a_copy_has_another_text(french):
    copied = french.copy(update_attrs={"slug": "copie"})
    assert copied.text != french.text
    assert copied.text.original == copied.page_ptr


def test_an_alias_is_not_a_version_of_its_text(french):
    alias = french.copy_for_translation(locale("de"), alias=True)
    assert alias.text == french.text
    assert [page.pk for page in french.text.pages.all()] == [french.pk]
    assert (french.is_original, alias.is_original) == (True, False)


def test_the_original_is_the_version_written_first_whether_or_not_it_is_published(french, german):
    french.unpublish()
    assert [version.text.original for version in (french, german)] == [french.page_ptr] * 2
    assert list(NewsPage.objects.originals()) == [french]
    assert [NewsPage.objects.get(pk=page.pk).is_original for page in (french, german)] == [True, False]


def test_the_next_version_is_the_original_once_the_first_is_deleted(french, german):
    text = french.text
    french.delete()
    assert NewsPage.objects.get(pk=german.pk).text == text
    assert Text.objects.get(pk=text.pk).original == german.page_ptr
    assert list(NewsPage.objects.originals()) == [german]


def test_a_text_without_a_published_version_keeps_its_row(french, german):
    for page in (french, german):
        page.unpublish()
    assert Text.objects.get(pk=french.text.pk).version_for(locale("fr")) is None


def test_the_row_is_deleted_with_the_last_version(french, german):
    text = french.text
    german.delete()
    assert Text.objects.filter(pk=text.pk).exists()
    NewsPage.objects.get(pk=french.pk).delete()
    assert not Text.objects.filter(pk=text.pk).exists()


def test_the_rows_of_a_branch_are_deleted_with_it(site):
    parent = make_page(StandardPage)
    child = StandardPage(title="Mentions", locale=parent.locale)
    parent.add_child(instance=child)
    other = make_page(StandardPage, title="Ailleurs")
    keys = [page.text.pk for page in (parent, child, other)]
    StandardPage.objects.get(pk=parent.pk).delete()
    assert list(Text.objects.filter(pk__in=keys).values_list("pk", flat=True)) == [other.text.pk]


def test_each_reader_is_shown_a_version(french, german):
    shown = [french.text.version_for(locale(code)) for code in ("fr", "de", "nl")]
    assert shown == [french.page_ptr, german.page_ptr, french.page_ptr]


@pytest.mark.parametrize("number", [1, 3])
def test_the_versions_of_many_texts_are_fetched_in_one_statement(site, number):
    for place in range(number):
        original = make_page(NewsPage, title=f"Chaleur {place}")
        make_page(NewsPage, language="de", title=f"Wärme {place}", translation_of=original)
    with statements("texts with their versions"):
        texts = list(Text.objects.of_model(NewsPage).prefetch_related("pages"))
        titles = [[page.title for page in text.pages.all()] for text in texts]
        assert [text.original.title for text in texts] == [title for title, _translation in titles]
    assert titles == [[f"Chaleur {place}", f"Wärme {place}"] for place in range(number)]


def test_texts_are_found_by_the_type_of_their_pages(french):
    make_page(AnswerPage)
    assert list(Text.objects.of_model(NewsPage)) == [french.text]


def test_pages_written_in_bulk_are_given_their_texts_afterwards(french, german):
    Text.objects.filter(pk=french.text.pk).delete()
    add_missing_texts()
    assert Text.objects.get(translation_key=french.translation_key).original == french.page_ptr
