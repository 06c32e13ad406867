"""Uploads in the CMS are checked as on the site, and unpublished documents are not public."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.models import Filter
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.factories.files import SECRET, TAIL, bomb, packed, telling_picture
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.factories.sheets import pdf, picture
from tests.factories.texts import make_document, make_picture
from tests.testing import read_to_the_end
from website.core.models import CreditedDocument, CreditedImage
from website.library.models import ToolFile, ToolPage
from website.news.models import NewsPage

pytestmark = pytest.mark.django_db

# The upload forms for pictures and documents: single, multiple, and in a chooser.
PICTURES = {
    "/cms/images/add/": "file",
    "/cms/images/multiple/add/": "files[]",
    "/cms/images/chooser/create/": "image-chooser-upload-file",
}
DOCUMENTS = {
    "/cms/documents/add/": "file",
    "/cms/documents/multiple/add/": "files[]",
    "/cms/documents/chooser/create/": "document-chooser-upload-file",
}
WRONG_PICTURES = {
    "a drawing": SimpleUploadedFile("four.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a page": SimpleUploadedFile("four.jpg", b"<html><script>alert(1)</script>"),
    "a bomb": bomb(),
    "another kind": picture("four.bmp", kind="BMP"),
}
WRONG_DOCUMENTS = {
    "a page": SimpleUploadedFile("note.pdf", b"<html><script>alert(1)</script>"),
    "a drawing": SimpleUploadedFile("note.svg", b"<svg onload='alert(1)'/>"),
    "macros": packed("note.docx", {"[Content_Types].xml": "x", "word/vbaProject.bin": "x"}),
}


@pytest.fixture
def editor(site, client):
    user = UserFactory(groups=["Editors"])
    client.force_login(user)
    return user


def send(client, address: str, name: str, file):
    file.seek(0)
    prefix = name.removesuffix("file") if name.endswith("-file") else ""
    data = {f"{prefix}title": "Un fichier", name: file, f"{prefix}collection": Collection.get_first_root_node().pk}
    # Multiple files are uploaded with XMLHttpRequest.
    return client.post(address, data, headers={"x-requested-with": "XMLHttpRequest"} if "multiple" in address else {})


def content_of(row) -> bytes:
    with row.file.open() as file:
        return file.read()


@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_is_reencoded_in_every_upload_form(editor, client, address):
    send(client, address, PICTURES[address], telling_picture(name="Le four.jpg"))
    image = CreditedImage.objects.get()
    data = content_of(image)
    assert [SECRET.encode() in data, TAIL in data, (image.width, image.height)] == [False, False, (20, 40)]
    assert Image.open(io.BytesIO(data)).format == "JPEG"
    assert re.fullmatch(r"original_images/le-four-[0-9a-f]{16}\.jpg", image.file.name)


@pytest.mark.parametrize("address", PICTURES)
@pytest.mark.parametrize("what", WRONG_PICTURES)
def test_an_invalid_picture_is_refused_in_every_upload_form(editor, client, address, what):
    response = send(client, address, PICTURES[address], WRONG_PICTURES[what])
    assert [response.status_code, CreditedImage.objects.count()] == [200, 0]


def test_a_picture_that_replaces_another_is_reencoded(editor, client):
    image = make_picture()
    image.uploaded_by_user = editor
    image.save()
    send(client, f"/cms/images/{image.pk}/", "file", telling_picture())
    image.refresh_from_db()
    assert [(image.width, image.height), SECRET.encode() in content_of(image)] == [(20, 40), False]


@pytest.mark.parametrize("address", DOCUMENTS)
def test_a_document_gets_a_safe_name_in_every_upload_form(editor, client, address):
    send(client, address, DOCUMENTS[address], pdf("Contrat ʺchaleurʺ (été).pdf"))
    name = CreditedDocument.objects.get().file.name
    # If the name is taken, the storage appends random letters.
    assert re.fullmatch(r"documents/contrat-chaleur-ete(_\w{7})?\.pdf", name)


@pytest.mark.parametrize("address", DOCUMENTS)
@pytest.mark.parametrize("what", WRONG_DOCUMENTS)
def test_an_invalid_document_is_refused_in_every_upload_form(editor, client, address, what):
    response = send(client, address, DOCUMENTS[address], WRONG_DOCUMENTS[what])
    assert [response.status_code, CreditedDocument.objects.count()] == [200, 0]


def test_the_avatar_of_an_account_is_reencoded(editor, client):
    form = {
        "name_email-first_name": "Eva", "name_email-last_name": "Lambert", "locale-preferred_language": "fr",
        "locale-current_time_zone": "Europe/Paris", "theme-theme": "system", "theme-contrast": "system",
        "theme-density": "default", "avatar-avatar": telling_picture(name="moi.jpg"),
    }  # fmt: skip
    assert client.post("/cms/account/", form).status_code == 302
    editor.wagtail_userprofile.refresh_from_db()
    with editor.wagtail_userprofile.avatar.open() as file:
        data = file.read()
    assert [SECRET.encode() in data, TAIL in data, Image.open(io.BytesIO(data)).size] == [False, False, (20, 40)]
    wrong = {**form, "avatar-avatar": WRONG_PICTURES["a page"]}
    wrong["avatar-avatar"].seek(0)
    assert client.post("/cms/account/", wrong).status_code == 200


def test_the_account_page_of_the_cms_is_only_for_users_with_a_role_in_it(site, client):
    assert client.get("/cms/account/").status_code == 302
    client.force_login(UserFactory(groups=["Members"]))
    assert client.get("/cms/account/").status_code == 302


# Unpublished documents


def tool(document, **fields):
    return make_page(ToolPage, files=[ToolFile(document=document, label="Fichier")], stage="diagnosis", **fields)


def status(client, address: str) -> int:
    response = client.get(address)
    read_to_the_end(response)
    return response.status_code


def test_a_document_is_public_as_long_as_a_published_page_refers_to_it(site, client):
    document = make_document()
    assert status(client, document.url) == 404
    page = tool(document, live=False)
    assert status(client, document.url) == 404
    page.get_latest_revision().publish()
    assert status(client, document.url) == 200
    ToolPage.objects.get().unpublish()
    assert status(client, document.url) == 404


def test_a_document_linked_in_rich_text_is_public_once_the_page_is_published(site, client):
    document = make_document()
    link = f'<p><a linktype="document" id="{document.pk}">Le relevé</a></p>'
    page = make_page(NewsPage, body=[("paragraph", link)], live=False)
    assert status(client, document.url) == 404
    page.get_latest_revision().publish()
    assert status(client, document.url) == 200


def test_a_document_that_only_a_draft_refers_to_is_not_public(site, client):
    page = tool(make_document())
    later = make_document("Le bilan")
    page.files.add(ToolFile(document=later, label="Bilan"))
    page.save_revision()
    assert status(client, later.url) == 404
    page.get_latest_revision().publish()
    assert status(client, later.url) == 200


def test_the_uploader_and_cms_users_with_document_permissions_can_fetch_an_unpublished_document(site, client):
    document = make_document()
    document.uploaded_by_user = author = UserFactory(groups=["Members"])
    document.save()
    answers = []
    for user in (author, UserFactory(groups=["Editors"]), UserFactory(groups=["Coordinators"]), UserFactory()):
        client.force_login(user)
        answers.append(status(client, document.url))
    assert answers == [200, 200, 200, 404]


def test_a_document_of_a_page_for_members_is_for_members(site, client):
    document = make_document()
    page = tool(document)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert status(client, document.url) == 404
    client.force_login(UserFactory())
    assert status(client, document.url) == 200


def test_a_document_in_a_restricted_collection_is_restricted(site, client):
    document = make_document()
    tool(document)
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")
    assert status(client, document.url) == 302


def test_the_media_url_serves_pictures_only(site, client):
    image, document = make_picture(), make_document()
    default_storage.save("exports/mine.zip", ContentFile(b"x"))
    paths = [document.file.name, "exports/mine.zip", "images/../exports/mine.zip", "./documents/x", "images", "images/"]
    paths += ["../db.sqlite3", "images/../../db.sqlite3", "%2e%2e/db.sqlite3", "original_images", "/etc/passwd", ""]
    found = {path: client.get(f"/media/{path}", follow=True).status_code for path in paths}
    assert found == dict.fromkeys(paths, 404)
    assert status(client, image.file.url) == 200
    assert status(client, image.get_rendition(Filter("width-10")).url) == 200


def test_the_address_of_a_picture_cannot_be_guessed_from_its_name(site):
    one, other = make_picture(), make_picture()
    assert one.file.name != other.file.name
    assert re.search(r"-[0-9a-f]{16}\.", one.file.name)
    assert re.search(r"-[0-9a-f]{16}\.", one.get_rendition(Filter("width-10")).file.name)
