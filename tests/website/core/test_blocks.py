"""The blocks of page bodies render, also without their picture, and are not in the migrations."""

import json

import pytest
from django.core.files.base import ContentFile
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from tests.factories.pages import make_page
from tests.reading import elements, texts
from website.core.blocks import BodyBlock, BodyField
from website.news.models import NewsPage
from website.pages.models import StandardPage

pytestmark = pytest.mark.django_db


def body(*blocks) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


@pytest.fixture
def picture(db):
    return get_image_model().objects.create(
        title="port.png", file=get_test_image_file(), credit="Ville de Kehl", description="Le port, vu du pont"
    )


@pytest.fixture
def document(db):
    file = ContentFile(b"a;b\n", name="releve.csv")
    return get_document_model().objects.create(title="Le relevé", file=file)


def shown(client, *blocks):
    page = make_page(NewsPage, title="Un corps", body=body(*blocks))
    response = client.get(page.url)
    assert response.status_code == 200
    return response


def test_every_block_renders_its_content(site, client, picture, document):
    response = shown(
        client,
        ("heading", "Titre <b>"),
        ("paragraph", "<p>Un <b>texte</b></p>"),
        ("figure", {"image": picture.pk, "caption": "Le port"}),
        ("quote", {"text": "On l'a fait.", "source": "Une industrielle"}),
        ("key_figure", {"figure": "12 GWh", "meaning": "par an, à Kehl"}),
        ("attachment", {"document": document.pk}),
    )
    assert texts(response, "h2")[0] == "Titre <b>"
    [image] = [element for element in elements(response, "img") if element["src"].startswith("/media/")]
    assert [image["alt"], image["width"], image["height"]] == ["Le port, vu du pont", "640", "480"]
    assert texts(response, "figcaption")[0].startswith("Le port")
    assert texts(response, "figcaption")[0].count("Ville de Kehl") == 1
    assert texts(response, "blockquote")[0].startswith("On l'a fait.")
    assert "12 GWh" in texts(response, "strong")
    [link] = [element for element in elements(response, "a") if element["text"] == "Le relevé"]
    assert link["href"] == document.url
    assert b"".join(client.get(link["href"]).streaming_content) == b"a;b\n"


def test_a_body_renders_after_its_picture_and_document_are_deleted(site, client, picture, document):
    blocks = ("figure", {"image": picture.pk, "caption": "Le port"}), ("attachment", {"document": document.pk})
    page = make_page(NewsPage, title="Un corps", image=picture, body=body(*blocks))
    picture.delete()
    document.delete()
    response = client.get(page.url)
    assert [response.status_code, texts(response, "figure")] == [200, []]


def test_links_in_a_text_lead_to_the_current_urls_of_pages_and_documents(site, client, document):
    target = make_page(NewsPage, language="de", title="Ziel")
    text = (
        f'<p><a linktype="page" id="{target.pk}">Seite</a> <a linktype="document" id="{document.pk}">Datei</a> '
        '<a linktype="page" id="999999">Weg</a> <a href="https://example.org/x">Außen</a></p>'
    )
    response = shown(client, ("paragraph", text))
    links = {link["text"]: link.get("href") for link in elements(response, "a")}
    assert links["Seite"].endswith("/de/aktuelles/ziel/")
    assert [links["Datei"], links["Außen"], links["Weg"]] == [
        document.url, "https://example.org/x", None
    ]  # fmt: skip


def test_rich_text_is_reduced_to_what_the_toolbar_offers(site):
    block = BodyBlock().child_blocks["paragraph"]
    hostile = {"p": '{"blocks":[{"key":"a","text":"x","type":"unstyled","depth":0,"inlineStyleRanges":[],'
               '"entityRanges":[{"offset":0,"length":1,"key":0}]}],"entityMap":{"0":{"type":"LINK",'
               '"mutability":"MUTABLE","data":{"url":"javascript:alert(1)"}}}}'}  # fmt: skip
    value = block.value_from_datadict(hostile, {}, "p")
    assert "javascript:" not in str(value.source)


def test_blocks_stay_out_of_the_migrations():
    for field in (NewsPage._meta.get_field("body"), StandardPage._meta.get_field("body")):
        name, path, args, kwargs = field.deconstruct()
        assert [name, path, args] == ["body", "website.core.blocks.BodyField", []]
        assert {"block_types", "block_lookup"} & kwargs.keys() == set()


def test_a_new_block_needs_no_migration():
    class LargerBlock(BodyBlock):
        video = blocks.URLBlock()

    same, larger = BodyField(), BodyField(LargerBlock())
    assert same.deconstruct() == larger.deconstruct()


def test_a_body_with_a_block_type_that_was_removed_still_renders_the_rest(site, client):
    response = shown(client, ("carousel", {"slides": []}), ("heading", "Reste"))
    assert texts(response, "h2")[0] == "Reste"
