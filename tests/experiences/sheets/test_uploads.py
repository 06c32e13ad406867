import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from experiences.sheets.models import SheetPage, SheetUpload
from tests.factories.people import UserFactory
from tests.factories.sheets import complete_post, make_published_sheet, pdf, picture, sheet_post
from website.core.models import CreditedDocument, CreditedImage
from website.core.validators import MAX_FILE_BYTES

pytestmark = pytest.mark.django_db

NEW = "/fr/my/sheets/new/"


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def draft():
    return SheetPage.objects.get().get_latest_revision_as_object()


def download(client) -> int:
    """Request the only document and return the status of the response."""
    response = client.get(CreditedDocument.objects.get().url)
    b"".join(response)
    return response.status_code


def test_photos_and_documents_are_stored_with_their_descriptions(signed_in, author):
    photos = [
        {"file": picture(), "description": "Le four", "credit": "A. Weber"},
        {"file": picture("b.jpg", kind="JPEG")},
    ]
    documents = [{"file": pdf("contrat de chaleur.pdf"), "title": "Le contrat", "credit": "Agence"}]
    response = signed_in.post(NEW, sheet_post(photos=photos, documents=documents))
    assert response.status_code == 302
    assert [(photo.alt, photo.shown_credit) for photo in draft().photos.all()] == [("Le four", "A. Weber"), ("b", "")]
    document = draft().documents.get()
    assert (document.shown_title, document.shown_credit) == ("Le contrat", "Agence")
    assert (document.document.filename, document.document.uploaded_by_user) == ("contrat-de-chaleur.pdf", author)


def test_descriptions_can_be_changed_and_files_removed_later(signed_in, author):
    signed_in.post(NEW, sheet_post(photos=[{"file": picture()}, {"file": picture()}]))
    first, second = (photo.image_id for photo in draft().photos.all())
    photos = [{"image": first, "description": "Le four en marche"}, {"image": second, "DELETE": "on"}]
    sheet = SheetPage.objects.get()
    signed_in.post(f"/fr/my/sheets/{sheet.pk}/edit/", sheet_post(revision=sheet.latest_revision_id, photos=photos))
    assert [(photo.image_id, photo.alt) for photo in draft().photos.all()] == [(first, "Le four en marche")]


def test_a_changed_description_on_a_published_sheet_waits_for_a_review(signed_in, author):
    sheet = make_published_sheet(author)
    address = f"/fr/my/sheets/{sheet.pk}/edit/"
    photo = {"file": picture(), "description": "Le four"}
    signed_in.post(address, complete_post(revision=sheet.latest_revision_id, photos=[photo]))
    SheetPage.objects.get().latest_revision.publish()
    published = SheetPage.objects.get()
    row = {"image": published.photos.get().image_id, "description": "ACHETEZ"}
    signed_in.post(address, complete_post(revision=published.latest_revision_id, photos=[row]))
    assert (SheetPage.objects.get().photos.get().alt, draft().photos.get().alt) == ("Le four", "ACHETEZ")


WRONG = {
    "a text in disguise": ("photos", SimpleUploadedFile("four.png", b"not a picture")),
    "a kind that is not shown": ("photos", picture("four.bmp", kind="BMP")),
    "a drawing that may hold a script": ("photos", SimpleUploadedFile("four.svg", b"<svg xmlns='x'/>")),
    "nothing at all": ("photos", SimpleUploadedFile("four.png", b"")),
    "a program": ("documents", SimpleUploadedFile("outil.exe", b"MZ\x90")),
    "a program called a report": ("documents", SimpleUploadedFile("rapport.pdf", b"MZ\x90")),
    "a page called a report": ("documents", SimpleUploadedFile("rapport.html", b"<script>alert(1)</script>")),
    "too much": ("documents", pdf(content=b"%PDF-" + b" " * MAX_FILE_BYTES)),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_invalid_file_is_refused_with_a_message_and_the_valid_ones_are_stored(signed_in, case):
    kind, file = WRONG[case]
    file.seek(0)
    rows = {"photos": [{"file": picture(), "description": "Le bon"}], "documents": [{"file": pdf(), "title": "Le bon"}]}
    rows[kind].append({"file": file})
    response = signed_in.post(NEW, sheet_post(difficulties="L'encrassement.", **rows))
    form = response.context["form"]
    assert (response.status_code, form["difficulties"].value()) == (400, "L'encrassement.")
    assert [list(row.errors) for row in form.formsets[kind].forms] == [[], ["file"]]
    image, document = CreditedImage.objects.get(), CreditedDocument.objects.get()
    assert (form.formsets["photos"].forms[0]["image"].value(), image.title) == (str(image.pk), "Le bon")
    assert form.formsets["documents"].forms[0]["document"].value() == str(document.pk)


def test_a_stored_file_can_be_submitted_again_by_its_id(signed_in):
    signed_in.post(NEW, sheet_post(title="", photos=[{"file": picture(), "description": "Le four"}]))
    image = CreditedImage.objects.get()
    signed_in.post(NEW, sheet_post(photos=[{"image": image.pk, "description": "Le four"}]))
    assert [photo.image for photo in draft().photos.all()] == [image]


def test_another_members_file_cannot_be_used(client, author, stranger):
    client.force_login(stranger)
    client.post(NEW, sheet_post(documents=[{"file": pdf()}]))
    theirs = CreditedDocument.objects.get()
    client.force_login(author)
    response = client.post(NEW, sheet_post(documents=[{"document": theirs.pk}]))
    assert (response.status_code, SheetPage.objects.filter(owner=author).count()) == (400, 0)


def test_a_document_of_the_library_cannot_be_used_in_a_sheet(signed_in, author):
    library = CreditedDocument.objects.create(title="Budget", file=pdf(), uploaded_by_user=author)
    assert signed_in.post(NEW, sheet_post(documents=[{"document": library.pk}])).status_code == 400


def test_only_the_author_and_reviewers_can_download_a_document_of_a_draft(client, author, coordinator, stranger):
    client.force_login(author)
    client.post(NEW, sheet_post(documents=[{"file": pdf()}]))
    for user, status in ((author, 200), (coordinator, 200), (stranger, 404), (UserFactory(is_active=False), 404)):
        client.force_login(user)
        assert download(client) == status
    client.logout()
    assert download(client) == 404


def test_everybody_can_download_a_document_as_long_as_its_sheet_is_published(client, author):
    client.force_login(author)
    client.post(NEW, complete_post(documents=[{"file": pdf()}]))
    client.logout()
    sheet = SheetPage.objects.get()
    sheet.latest_revision.publish()
    assert download(client) == 200
    SheetPage.objects.get().unpublish()
    assert download(client) == 404


def test_a_document_added_to_a_published_sheet_is_not_public_before_its_draft_is(client, author):
    sheet = make_published_sheet(author)
    client.force_login(author)
    row = complete_post(revision=sheet.latest_revision_id, documents=[{"file": pdf()}])
    client.post(f"/fr/my/sheets/{sheet.pk}/edit/", row)
    client.logout()
    assert download(client) == 404


def test_the_media_url_of_a_drafts_document_is_not_served(client, author):
    client.force_login(author)
    client.post(NEW, sheet_post(documents=[{"file": pdf()}]))
    client.logout()
    name = CreditedDocument.objects.get().file.name
    for way in ("", "/", "./", "images/../"):
        assert client.get(f"/media/{way}{name}").status_code == 404


def test_a_file_of_a_form_that_was_not_saved_is_private_too(client, author):
    client.force_login(author)
    client.post(NEW, sheet_post(title="", documents=[{"file": pdf()}]))
    client.logout()
    assert (SheetUpload.objects.count(), download(client)) == (1, 404)
