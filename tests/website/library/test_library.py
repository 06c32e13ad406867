"""Tools with their files, and albums with their photos and videos."""

import pytest

from tests.factories.pages import make_page
from tests.factories.texts import full_album, full_tool
from tests.reading import elements, rows, texts
from website.library.models import AlbumPage, ToolPage

pytestmark = pytest.mark.django_db


def test_a_tool_offers_its_files_with_kind_and_size(site, client):
    page = full_tool(1)
    response = client.get(page.url)
    files = [(link["text"], link["href"]) for link in elements(response, "a") if link["href"].startswith("/documents/")]
    assert files[-2:] == [(str(file), file.document.url) for file in page.files.all()]
    assert response.content.decode().count("CSV") == 3


def test_a_tool_without_files_offers_none(site, client):
    page = make_page(ToolPage, title="Sans fichier")
    assert [link for link in elements(client.get(page.url), "a") if link["href"].startswith("/documents/")] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stage=diagnosis", ["B"]),
        ("audience=companies", ["A"]),
        ("licence=etalab-2.0", ["A"]),
        ("stage=evaluation", []),
    ],
)
def test_tools_are_filtered_by_stage_audience_and_licence(site, client, query, found):
    make_page(ToolPage, title="A", audience="companies", licence="etalab-2.0")
    make_page(ToolPage, title="B", stage="diagnosis")
    assert [row[0] for row in rows(client.get(f"/en/feeds/tools.csv?{query}"))[1:]] == found


def test_an_album_shows_photos_with_credit_and_videos_as_links_with_a_transcript(site, client):
    response = client.get(
        full_album(1, language="en").get_absolute_url().replace("/fr/mediatheque", "/en/media-library")
    )
    pictures = [image for image in elements(response, "img") if image["src"].startswith("/media/")]
    assert len(pictures) == 2
    assert [caption.count("Ville de Kehl") for caption in texts(response, "figcaption")] == [1, 1]
    films = [link["href"] for link in elements(response, "a") if link["text"].startswith("Film")]
    assert films == ["https://video.example.org/1"] * 2
    assert [text for text in texts(response, "details") if text.endswith("Oui.")] == ["TranscriptOui."] * 2
    assert elements(response, "iframe") == elements(response, "video") == []


def test_the_first_photo_of_an_album_is_its_cover_in_the_list(site, client):
    page = full_album(1)
    [image] = [image for image in elements(client.get("/fr/mediatheque/"), "img") if image["src"].startswith("/media/")]
    assert image["alt"] == ""
    assert page.cover == page.photos.first().image
    page.cover.delete()
    [image] = [image for image in elements(client.get("/fr/mediatheque/"), "img") if image["src"].startswith("/media/")]
    assert AlbumPage.objects.get().photos.count() == 1


def test_an_album_without_photos_has_a_page_and_a_card(site, client):
    page = make_page(AlbumPage, title="Vide")
    assert [client.get(address).status_code for address in (page.url, "/fr/mediatheque/")] == [200, 200]
