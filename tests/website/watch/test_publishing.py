"""Editors publish watch notes in the CMS, and the list and the feeds show them on the next request."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from tests.reading import elements, entries, texts, titles
from website.topics.models import Territory, Theme
from website.watch.models import WatchIndexPage, WatchNotePage

pytestmark = pytest.mark.django_db
LIST, FEED = "/fr/veille/", "/fr/feeds/watch.atom?theme=energy"


@pytest.fixture
def index(site):
    return WatchIndexPage.objects.get(locale__language_code="fr")


@pytest.fixture(params=["Editors", "Coordinators"])
def editor(request, site, client):
    user = UserFactory(groups=[request.param])
    client.force_login(user)
    return user


def typed(**changes) -> dict:
    """Return the form data of a complete note."""
    fields = nested_form_data(
        {
            "title": "Chaleur fatale en Ortenau",
            "slug": "chaleur-fatale-en-ortenau",
            "source": "ADEME",
            "source_url": "https://ademe.example.org/chaleur",
            "source_date": "2026-03-03",
            "keywords": '"réseau de chaleur"',
            "summary": "Une étude mesure ce qui se perd.",
            "why_it_matters": "Le même gisement existe chez nous.",
            "body": streamfield([("heading", "Ce qui se perd"), ("paragraph", rich_text("<p>Des mégawatts.</p>"))]),
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "comments": inline_formset([]),
        }
    )
    fields["themes"] = [Theme.objects.get(slug="energy").pk]
    fields["territories"] = list(
        Territory.objects.filter(slug__in=["germany", "ortenaukreis"]).values_list("pk", flat=True)
    )
    return {**fields, **changes}


@pytest.fixture
def new_note(client, index, editor):
    """Return a function that submits the form of a new note with the named button."""
    TerritoryFactory(slug="ortenaukreis", name_fr="Ortenau", kind="district", country="DE")
    address = f"/cms/pages/add/watch/watchnotepage/{index.pk}/"
    assert client.get(address).status_code == 200

    def send(button: str, **changes):
        return client.post(address, {**typed(**changes), **({button: "1"} if button else {})})

    return send


def test_a_published_note_is_in_the_list_and_in_the_feed_of_its_theme_on_the_next_request(client, new_note):
    for _ in range(2):
        assert [texts(client.get(LIST), "article"), titles(client.get(FEED))] == [[], []]
    response = new_note("action-publish")
    assert response.status_code == 302
    assert texts(client.get(LIST), "h3") == ["Chaleur fatale en Ortenau"]
    [entry] = entries(client.get(FEED))
    assert entry["link"] == "http://testserver/fr/veille/chaleur-fatale-en-ortenau/"
    assert titles(client.get("/fr/feeds/watch.atom?country=DE")) == ["Chaleur fatale en Ortenau"]
    assert titles(client.get("/fr/feeds/watch.atom?theme=water")) == []


def test_the_page_of_a_note_shows_every_field(client, new_note):
    new_note("action-publish")
    page = client.get("/fr/veille/chaleur-fatale-en-ortenau/")
    assert texts(page, "dd") == ["ADEME", "3 mars 2026", "Allemagne", "Ortenau"]
    assert texts(page, "h2")[:1] == ["Ce qui se perd"]
    assert "Le même gisement existe chez nous." in texts(page, "p")
    assert [link["href"] for link in elements(page, "a") if "external" in link.get("rel", "")] == [
        "https://ademe.example.org/chaleur"
    ]
    tags = [link["href"] for link in elements(page, "a") if link.get("class") == "tag"]
    assert tags == ["/fr/veille/?theme=energy", "/fr/veille/?keyword=reseau-de-chaleur"]


def test_a_draft_is_saved_but_not_public(client, new_note):
    new_note("")
    note = WatchNotePage.objects.get()
    assert [note.live, note.slug] == [False, "chaleur-fatale-en-ortenau"]
    assert [texts(client.get(LIST), "article"), titles(client.get(FEED))] == [[], []]
    assert client.get("/fr/veille/chaleur-fatale-en-ortenau/").status_code == 404


def test_a_note_can_be_previewed_before_it_is_saved(client, new_note, index):
    address = f"/cms/pages/add/watch/watchnotepage/{index.pk}/preview/"
    assert client.post(address, typed()).json() == {"is_valid": True, "is_available": True}
    preview = client.get(address)
    assert texts(preview, "h1") == ["Chaleur fatale en Ortenau"]
    assert texts(preview, "dd") == ["ADEME", "3 mars 2026", "Allemagne", "Ortenau"]
    assert WatchNotePage.objects.count() == 0


def test_a_scheduled_note_appears_at_its_time(client, new_note):
    new_note("action-publish", go_live_at=(timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M"))
    note = WatchNotePage.objects.get()
    for _ in range(2):
        call_command("publish_scheduled")
        assert [texts(client.get(LIST), "article"), titles(client.get(FEED))] == [[], []]
    revision, past = note.scheduled_revision, timezone.now() - timedelta(minutes=1)
    revision.approved_go_live_at, revision.content["go_live_at"] = past, past.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert texts(client.get(LIST), "h3") == titles(client.get(FEED)) == ["Chaleur fatale en Ortenau"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("source", ""),
        ("source_url", "ademe"),
        ("source_url", "javascript:alert(1)"),
        ("source_date", "31/02/2026"),
        ("why_it_matters", ""),
        ("themes", ["0"]),
        ("summary", "a" * 601),
    ],
)
def test_an_invalid_field_has_an_error_and_the_form_keeps_the_rest(client, new_note, field, value):
    response = new_note("action-publish", **{field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["keywords"].value() == '"réseau de chaleur"'
    assert WatchNotePage.objects.count() == 0


def test_a_slug_that_another_language_uses_is_an_error_at_the_field(client, new_note):
    make_page(WatchNotePage, language="de", title="Chaleur")
    response = new_note("action-publish", slug="chaleur")
    assert list(response.context["form"].errors) == ["slug"]
    assert new_note("action-publish", slug="chaleur-2").status_code == 302


def test_a_change_and_unpublishing_show_on_the_next_request(client, new_note):
    new_note("action-publish")
    note = WatchNotePage.objects.get()
    assert titles(client.get(FEED)) == ["Chaleur fatale en Ortenau"]
    client.post(
        f"/cms/pages/{note.pk}/edit/", {**typed(title="Chaleur mesurée", slug=note.slug), "action-publish": "1"}
    )
    assert titles(client.get(FEED)) == texts(client.get(LIST), "h3") == ["Chaleur mesurée"]
    client.post(f"/cms/pages/{note.pk}/unpublish/")
    assert [texts(client.get(LIST), "article"), titles(client.get(FEED))] == [[], []]
    client.post(f"/cms/pages/{note.pk}/delete/")
    assert WatchNotePage.objects.count() == 0


def test_a_section_can_be_edited_but_not_unpublished_moved_or_deleted(client, editor, index):
    assert client.get(f"/cms/pages/{index.pk}/edit/").status_code == 200
    for act in ("unpublish", "delete"):
        client.post(f"/cms/pages/{index.pk}/{act}/")
    client.get(f"/cms/pages/{index.pk}/move/")
    assert Page.objects.get(pk=index.pk).live is True
    assert [index.permissions_for_user(editor).can_move(), index.permissions_for_user(editor).can_delete()] == [
        False
    ] * 2


def test_a_page_cannot_be_made_private(client, new_note):
    new_note("action-publish")
    address = f"/cms/pages/{WatchNotePage.objects.get().pk}/privacy/"
    client.post(address, {"restriction_type": "login"})
    assert WatchNotePage.objects.get().view_restrictions.count() == 0
