import pytest
from django.core.exceptions import PermissionDenied

from experiences.sheets.actions import (
    StaleSheet,
    create_sheet,
    delete_sheet_draft,
    save_sheet_draft,
    store_document,
    store_photo,
    submit_sheet,
)
from experiences.sheets.models import SheetDocument, SheetPage, SheetPhoto, SheetStep, SheetUpload
from tests.factories.sheets import make_published_sheet, make_sheet, pdf, picture
from website.core.models import CreditedDocument, CreditedImage

pytestmark = pytest.mark.django_db


def draft_of(sheet):
    return SheetPage.objects.get(pk=sheet.pk).get_latest_revision_as_object()


def test_a_new_sheet_is_its_authors_draft_in_the_tree_of_its_language(author):
    sheet = create_sheet(author, SheetPage(title="Abwärme aus Kehl"), "de")
    assert (sheet.owner, sheet.live, sheet.status) == (author, False, "draft")
    assert sheet.url_path == "/de/erfahrungen/abwarme-aus-kehl/"


@pytest.mark.parametrize("title", ["数据", "!!!", "🏭"])
def test_a_title_without_a_latin_letter_still_has_an_address(author, title):
    assert create_sheet(author, SheetPage(title=title), "fr").slug == "sheet"


def test_two_sheets_of_one_title_have_two_addresses_even_in_two_languages(author):
    slugs = [create_sheet(author, SheetPage(title="Biogaz"), language).slug for language in ("fr", "fr", "de")]
    assert slugs == ["biogaz", "biogaz-2", "biogaz-3"]


def test_the_address_of_a_draft_follows_its_title_until_it_is_published(author):
    sheet = draft_of(make_sheet(author, title="Un titre provisoire"))
    sheet.title = "Le vrai titre"
    save_sheet_draft(author, sheet)
    assert SheetPage.objects.get().slug == "le-vrai-titre"


def test_the_address_of_a_published_sheet_does_not_change(author):
    sheet = make_published_sheet(author, title="Chaleur en réseau")
    sheet.title = "Chaleur en réseau, dix ans après"
    save_sheet_draft(author, sheet)
    assert draft_of(sheet).slug == "chaleur-en-reseau"


def test_a_later_draft_does_not_change_the_published_version(author):
    sheet = make_published_sheet(author, rows=1)
    sheet.context = "Une suite."
    sheet.steps = [SheetStep(text="Une étape de plus")]
    save_sheet_draft(author, sheet)
    published = SheetPage.objects.get()
    assert (published.context, published.status) == ("Huit GWh partaient dans l'air.", "published-with-changes")
    assert [step.text for step in published.steps.all()] == ["Étape 0"]
    assert [step.text for step in draft_of(sheet).steps.all()] == ["Une étape de plus"]


def test_rows_survive_from_revision_to_revision_in_their_order(author):
    sheet = draft_of(make_sheet(author, rows=3))
    sheet.context = "Autrement dit."
    save_sheet_draft(author, sheet)
    draft = draft_of(sheet)
    assert [step.text for step in draft.steps.all()] == ["Étape 0", "Étape 1", "Étape 2"]
    assert [str(measure.canonical_value) for measure in draft.measures.all()] == ["100.000000"] * 3


def test_a_draft_based_on_an_old_revision_is_not_saved(author):
    sheet = draft_of(make_sheet(author))
    old = sheet.latest_revision_id
    save_sheet_draft(author, draft_of(sheet), based_on=old)
    sheet.context = "Écrit dans l'autre onglet."
    with pytest.raises(StaleSheet):
        save_sheet_draft(author, sheet, based_on=old)
    assert draft_of(sheet).context == "Huit GWh partaient dans l'air."


def test_only_the_author_saves_a_draft_and_not_while_it_is_under_review(author, coordinator, stranger):
    sheet = make_sheet(author)
    for person in (stranger, coordinator):
        with pytest.raises(PermissionDenied):
            save_sheet_draft(person, draft_of(sheet))
    submit_sheet(author, sheet)
    with pytest.raises(PermissionDenied):
        save_sheet_draft(author, draft_of(sheet))


def test_a_row_whose_file_has_been_deleted_is_gone_from_the_draft(author):
    sheet = draft_of(make_published_sheet(author))
    remaining, deleted = store_photo(author, picture()), store_photo(author, picture())
    sheet.photos = [SheetPhoto(image=remaining), SheetPhoto(image=deleted)]
    save_sheet_draft(author, sheet)
    deleted.delete()
    assert [photo.image for photo in draft_of(sheet).photos.all()] == [remaining]


def test_deleting_a_draft_deletes_its_files_and_nothing_else(author):
    other = store_photo(author, picture())
    sheet = draft_of(make_sheet(author))
    sheet.photos = [SheetPhoto(image=store_photo(author, picture()))]
    sheet.documents = [SheetDocument(document=store_document(author, pdf()))]
    delete_sheet_draft(author, save_sheet_draft(author, sheet))
    assert (SheetPage.objects.count(), CreditedDocument.objects.count(), SheetUpload.objects.count()) == (0, 0, 0)
    assert list(CreditedImage.objects.all()) == [other]


def test_deleting_a_draft_leaves_files_that_another_sheet_shows(author):
    shared = store_photo(author, picture())
    for _number in range(2):
        sheet = draft_of(make_sheet(author))
        sheet.photos = [SheetPhoto(image=shared)]
        save_sheet_draft(author, sheet)
    delete_sheet_draft(author, SheetPage.objects.first())
    assert list(CreditedImage.objects.all()) == [shared]


def test_an_author_cannot_delete_a_sheet_that_was_ever_published(author):
    sheet = make_published_sheet(author)
    with pytest.raises(PermissionDenied):
        delete_sheet_draft(author, sheet)
    sheet.unpublish()
    with pytest.raises(PermissionDenied):
        delete_sheet_draft(author, SheetPage.objects.get())


def test_a_photo_is_stored_under_a_name_that_cannot_be_guessed(author):
    first, second = (store_photo(author, picture("four.PNG"), description="Le four", credit="A. Weber") for _n in "ab")
    assert first.filename != second.filename
    assert len(first.filename) == len("four-0123456789abcdef.png")
    assert (first.description, first.credit, first.uploaded_by_user) == ("Le four", "A. Weber", author)
