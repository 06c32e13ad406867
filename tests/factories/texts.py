"""Pages of each type with a value in every field that pages, cards and exports show."""

import json

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from experiences.approaches.models import ApproachFunder, ApproachPage
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.faq.models import AnswerPage
from website.library.models import AlbumPage, AlbumPhoto, AlbumVideo, ToolFile, ToolPage
from website.news.models import NewsPage
from website.topics.models import Theme
from website.watch.models import WatchNotePage


def make_picture(title="Le port"):
    return get_image_model().objects.create(title=title, file=get_test_image_file(), credit="Ville de Kehl")


def make_document(title="Le relevé"):
    return get_document_model().objects.create(title=title, file=ContentFile(b"a;b\n", name="releve.csv"))


def _body() -> str:
    blocks = [
        {"type": "heading", "value": "Titre"},
        {"type": "paragraph", "value": "<p>Texte</p>"},
        {"type": "figure", "value": {"image": make_picture().pk, "caption": "Le port"}},
        {"type": "attachment", "value": {"document": make_document().pk}},
    ]
    return json.dumps(blocks)


def _topics(number: int) -> dict:
    themes = Theme.objects.filter(slug__in=["energy", "water"][: 1 + number % 2])
    return {"themes": themes, "territories": [TerritoryFactory(), TerritoryFactory()]}


def full_news(number=0, **fields):
    return make_page(
        NewsPage, title=f"Nouvelle {number}", image=make_picture(), body=_body(), **_topics(number), **fields
    )


def full_note(number=0, **fields):
    return make_page(WatchNotePage, title=f"Note {number}", body=_body(), **_topics(number), **fields)


def full_tool(number=0, **fields):
    files = [ToolFile(document=make_document(), label=f"Fichier {i}") for i in range(1 + number)]
    return make_page(
        ToolPage, title=f"Outil {number}", body=_body(), files=files, stage="diagnosis", **_topics(number), **fields
    )


def full_answer(number=0, **fields):
    return make_page(AnswerPage, title=f"Question {number} ?", body=_body(), **_topics(number), **fields)


def full_album(number=0, **fields):
    photos = [AlbumPhoto(image=make_picture(f"Photo {i}"), caption="Vue") for i in range(1 + number)]
    videos = [
        AlbumVideo(title=f"Film {i}", url="https://video.example.org/1", transcript="Oui.") for i in range(1 + number)
    ]
    return make_page(AlbumPage, title=f"Album {number}", photos=photos, videos=videos, **_topics(number), **fields)


def full_approach(number=0, **fields):
    return make_page(
        ApproachPage,
        title=f"Démarche {number}",
        body="Un **texte**.",
        start_date="2022-01-01",
        staff_fte="0.80",
        lead_organisation=OrganisationFactory(),
        facilitator=UserFactory(),
        funders=[ApproachFunder(name=f"Financeur {i}", amount_eur=1000) for i in range(1 + number)],
        **_topics(number),
        **fields,
    )
