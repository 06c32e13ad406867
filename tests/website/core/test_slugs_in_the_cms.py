"""The CMS refuses to copy or move a page to a slug that a text in another language of the section has."""

import pytest
from django.contrib.messages import get_messages
from wagtail.models import Page

from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from website.core.forms import SLUG_IS_TAKEN
from website.news.models import NewsIndexPage, NewsPage
from website.pages.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(site, client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_a_copy_with_a_slug_that_another_language_uses_is_refused_with_a_field_error(administrator, client):
    french = make_page(NewsPage, language="fr", title="Port", slug="port")
    german_index = NewsIndexPage.objects.get(locale__language_code="de")
    address = f"/cms/pages/{french.pk}/copy/"
    typed = {"new_title": "Hafen", "new_slug": "port", "new_parent_page": str(german_index.pk)}
    response = client.post(address, typed)
    assert (response.status_code, response.context["form"].errors) == (200, {"new_slug": [SLUG_IS_TAKEN]})
    assert response.context["form"]["new_title"].value() == "Hafen"
    assert german_index.get_children().count() == 0
    assert client.post(address, {**typed, "new_slug": "hafen"}).status_code == 302
    assert [page.slug for page in NewsIndexPage.objects.get(pk=german_index.pk).get_children()] == ["hafen"]


def test_a_page_cannot_be_moved_to_a_section_where_another_language_uses_its_slug(administrator, client):
    french = make_page(StandardPage, language="fr", title="Réseau", slug="reseau")
    german = make_page(StandardPage, language="de", title="Netzwerk", slug="netzwerk", translation_of=french)
    french.add_child(instance=StandardPage(title="Statuts", slug="statuts", locale=french.locale))
    below = german.add_child(instance=StandardPage(title="Verein", slug="verein", locale=german.locale))
    moved = below.add_child(instance=StandardPage(title="Satzung", slug="statuts", locale=german.locale))
    other = below.add_child(instance=StandardPage(title="Vorstand", slug="vorstand", locale=german.locale))
    refused = client.post(f"/cms/pages/{moved.pk}/move/{german.pk}/confirm/")
    assert (refused.status_code, refused.url) == (302, f"/cms/pages/{moved.pk}/move/")
    assert [str(message) for message in get_messages(refused.wsgi_request)] == [SLUG_IS_TAKEN]
    client.post(f"/cms/pages/{other.pk}/move/{german.pk}/confirm/")
    parents = {page.slug: page.get_parent().slug for page in Page.objects.filter(pk__in=[moved.pk, other.pk])}
    assert parents == {"statuts": "verein", "vorstand": "netzwerk"}
