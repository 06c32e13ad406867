"""Hostile text is shown as text on all pages, whether it came through a form or was stored without one."""

import json
import random
import xml.etree.ElementTree as ET
from contextlib import suppress

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import escape
from wagtail.fields import StreamField
from wagtail.rich_text import RichText

from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.sheets import make_published_sheet, make_sheet
from tests.factories.texts import (
    full_album,
    full_approach,
    full_news,
    full_note,
    full_tool,
    make_document,
    make_picture,
)
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.harmless import RICH_TEXT_TAGS, harms, outline
from tests.hostile import ADDRESSES, TEXTS
from tests.test_page_types import form_data
from website.core.blocks import BodyBlock
from website.core.fields import render_markdown
from website.events.models import EventPage
from website.library.models import AlbumVideo
from website.news.models import NewsPage
from website.topics.models import Organisation
from website.watch.models import WatchNotePage

pytestmark = pytest.mark.django_db

PLAIN = "Bonjour"
LONG = "\n\n".join(TEXTS)
ROUNDS = 4
# The elements that Markdown and rich text may add to a page.
TEXT_ELEMENTS = {(tag, ()) for tag in RICH_TEXT_TAGS} | {("a", ("href", "rel")), ("a", ("href",)), ("a", ())}
TEXT_ELEMENTS |= {("a", ("href", "rel", "title")), ("a", ("href", "title"))}


def shuffled(texts: list[str], seed: str) -> list[str]:
    return random.Random(seed).sample(texts, len(texts))  # noqa: S311 - not used for secrets


class Texts:
    """Provide the texts in turn, or all of them at once for a field without a maximum length."""

    def __init__(self, texts):
        self.texts = shuffled(texts, "Texts")

    def text_for(self, field) -> str:
        if field.max_length is None:
            return LONG if len(self.texts) > 1 else self.texts[0]
        self.texts.append(self.texts.pop(0))
        return self.texts[0][: field.max_length]


def body(texts: list[str], *, rich=True) -> str:
    picture, document = make_picture(texts[0][:200]), make_document(texts[0][:200])
    picture.credit = picture.description = document.credit = texts[0][:200]
    picture.save(), document.save()
    pieces = [{"type": "figure", "value": {"image": picture.pk, "caption": texts[0]}}]
    pieces += [{"type": "attachment", "value": {"document": document.pk}}]
    for text in texts:
        pieces += [
            {"type": "heading", "value": text},
            {"type": "paragraph", "value": text if rich else escape(text)},
            {"type": "quote", "value": {"text": text, "source": text}},
            {"type": "key_figure", "value": {"figure": text, "meaning": text}},
        ]
    return json.dumps(pieces)


def fill_texts(row, texts: list[str], *, rich=True):
    """Set all text fields of a row without validation."""
    source = Texts(texts)
    for field in row._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(
            field, models.URLField | models.SlugField | models.EmailField
        )
        is_ours = field.model._meta.app_label not in ("wagtailcore", "accounts") or field.name == "title"
        if isinstance(field, StreamField):
            setattr(row, field.name, body(texts, rich=rich))
        elif is_text and is_ours and not field.choices and field.name not in ("url_path", "postal_code", "nace_code"):
            setattr(row, field.name, source.text_for(field))
    return row


def page(make, texts):
    found = fill_texts(make(), texts)
    found.tags_written = [found.keywords.add(text[:50]) for text in texts[:5]] if hasattr(found, "keywords") else []
    if hasattr(found, "photos"):
        found.photos.set([fill_texts(row, texts) for row in found.photos.all()])
    found.save_revision(clean=False).publish()
    return found


def member(texts):
    row = fill_texts(MemberFactory(organisation=fill_texts(OrganisationFactory(), texts)), texts)
    row.organisation.save(), row.save()
    get_user_model().objects.filter(pk=row.user.pk).update(first_name=texts[0][:30], last_name=texts[-1][:30])
    return row


PAGES = {
    "news": full_news,
    "note": full_note,
    "tool": full_tool,
    "album": full_album,
    "approach": full_approach,
    "event": lambda: make_page(EventPage),
    "sheet": lambda: make_published_sheet(rows=2),
}


def differences(client, address: str, plain: set) -> list:
    response = client.get(address)
    assert response.status_code == 200
    return sorted(set(outline(response.content.decode())) - plain - TEXT_ELEMENTS)


@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_page_adds_elements_to_it(site, client, name):
    first = page(PAGES[name], [PLAIN])
    listing = first.get_parent().get_url()
    plain = {
        address: set(outline(client.get(address).content.decode())) for address in (first.get_absolute_url(), listing)
    }
    for turn in range(ROUNDS):
        texts = shuffled(TEXTS, f"{name} {turn}")
        found = page(PAGES[name], texts)
        assert differences(client, found.get_absolute_url(), plain[first.get_absolute_url()]) == []
        assert differences(client, listing, plain[listing]) == []
    for fmt in ("atom", "json", "csv"):
        answer = client.get(f"/fr/feeds/{found.get_parent().specific.listing_name}.{fmt}")
        assert "html" not in answer["Content-Type"]
        if fmt == "atom":
            ET.fromstring(answer.content)  # noqa: S314 - our own feed


def test_no_text_of_a_person_organisation_or_territory_adds_elements_to_a_page(site, client):
    client.force_login(UserFactory())
    plain = set()
    for texts in ([PLAIN], TEXTS):
        row = member(texts)
        place = TerritoryFactory(name_fr=texts[0][:100], name_de=texts[-1][:100])
        addresses = [row.get_absolute_url(), row.organisation.get_absolute_url(), place.get_absolute_url()]
        addresses += ["/fr/annuaire/", "/fr/annuaire/?who=people", "/fr/annuaire/?view=map", "/fr/territoires/"]
        found = [set(outline(client.get(address).content.decode())) for address in addresses]
        plain = plain or set().union(*found)
        assert sorted(set().union(*found) - plain - TEXT_ELEMENTS) == []


def test_search_words_are_shown_as_text(site, client):
    plain = set(outline(client.get("/fr/search/", {"q": PLAIN}).content.decode()))
    for text in TEXTS:
        shown = client.get("/fr/search/", {"q": text[:200]})
        assert set(outline(shown.content.decode())) - plain - TEXT_ELEMENTS == set()
        for address in ("/fr/actualites/", "/fr/agenda/", "/fr/nulle-part/"):
            assert client.get(address, {"q": text[:200], "theme": text, "page": text}).status_code in (400, 404)


def test_the_cms_shows_a_hostile_text_as_text(site, client):
    client.force_login(UserFactory(is_superuser=True))
    author = UserFactory(first_name=TEXTS[0][:30], last_name=TEXTS[4][:30])
    # Rich text as the toolbar would produce it.
    found = fill_texts(full_news(), TEXTS, rich=False)
    found.save_revision(clean=False).publish()
    sheet = fill_texts(make_sheet(author), TEXTS)
    sheet.save_revision(clean=False)
    addresses = [
        reverse("wagtailadmin_pages:edit", args=[found.pk]),
        reverse("wagtailadmin_pages:history", args=[found.pk]),
        reverse("wagtailadmin_explore", args=[found.get_parent().pk]),
        reverse("wagtailadmin_explore", args=[sheet.get_parent().pk]),
        *("/cms/images/", "/cms/documents/", "/cms/reports/site-history/", "/cms/users/"),
    ]
    for address in addresses:
        html = client.get(address).content.decode()
        assert [text for text in TEXTS if text.startswith("<") and text in html] == []


def test_a_hostile_text_in_the_database_is_rendered_harmless():
    for text in TEXTS:
        assert (text, harms(render_markdown(text))) == (text, [])
        assert (text, harms(str(RichText(text)), RICH_TEXT_TAGS, rel=None)) == (text, [])
        assert (text, harms(str(RichText(f"<p>{text}</p>")), RICH_TEXT_TAGS, rel=None)) == (text, [])


def content_state(text: str, data: dict, kind: str) -> str:
    entity = {"type": kind, "mutability": "MUTABLE", "data": data}
    block = {"key": "a", "text": text, "type": text if kind == "type" else "unstyled", "depth": 0,
             "inlineStyleRanges": [{"offset": 0, "length": 1, "style": text}],
             "entityRanges": [{"offset": 0, "length": 1, "key": 0}]}  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


@pytest.mark.parametrize("kind", ["LINK", "DOCUMENT", "EMBED", "IMAGE", "type", "<b onclick=alert(1)>"])
def test_rich_text_posted_without_the_toolbar_is_stored_harmless(site, kind):
    paragraph = BodyBlock().child_blocks["paragraph"]
    found = {}
    for address in (*ADDRESSES, TEXTS[0], TEXTS[26]):
        data = {"url": address, "id": address, "href": address, "src": address, "alt": address, "format": address}
        posted = {"p": content_state(f"Un {address}", data, kind)}
        found[address] = harms(str(paragraph.value_from_datadict(posted, {}, "p")), RICH_TEXT_TAGS, rel=None)
    assert {address: harm for address, harm in found.items() if harm} == {}


@pytest.mark.parametrize(
    "content", ["not json", "[]", "{}", "null", '{"blocks": 1, "entityMap": []}', '{"blocks": [{}]}']
)
def test_invalid_rich_text_content_never_causes_a_500(site, client, content):
    client.force_login(UserFactory(is_superuser=True))
    found = make_page(NewsPage)
    data = {**form_data(client, found), "body-count": "1", "body-0-type": "paragraph", "body-0-value": content,
            "body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}  # fmt: skip
    assert client.post(reverse("wagtailadmin_pages:edit", args=[found.pk]), data).status_code in (200, 302, 400)


URL_FIELDS = [
    (WatchNotePage, "source_url"),
    (EventPage, "conference_url"),
    (AlbumVideo, "url"),
    (Organisation, "website"),
]


@pytest.mark.parametrize(("model", "name"), URL_FIELDS, ids=str)
def test_a_url_field_accepts_web_addresses_only(model, name):
    field = model._meta.get_field(name)
    form_field = field.formfield(assume_scheme="https")
    for address in ADDRESSES:
        with suppress(ValidationError):
            kept = field.clean(form_field.clean(address), None)
            assert kept.startswith(("https://", "http://"))
            assert kept.isprintable()
            assert " " not in kept
