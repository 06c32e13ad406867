"""Every page type is routable, renderable, editable and previewable."""

import pytest
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import querydict_from_html

from tests.factories.pages import INDEXES, make_page
from tests.factories.people import UserFactory

PAGE_TYPES = [model for model in get_page_models() if model._meta.app_label != "wagtailcore"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(is_superuser=True, is_staff=True)


def page_of(model):
    """Return a new page of the type, or the existing one if the type is a section."""
    if model in INDEXES:
        return make_page(model)
    return model.objects.filter(locale__language_code="fr").first()


def form_data(client, page) -> dict:
    """Return the data that the unchanged edit form of the page submits."""
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    form = dict(querydict_from_html(html, form_id="page-edit-form").lists())
    # JavaScript creates the blocks of a StreamField.
    bodies = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return {**form, **{f"{name}-count": "0" for name in bodies}}


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model._meta.label)
def test_a_page_of_each_type_is_rendered(site, client, model):
    page = page_of(model)
    response = client.get(page.get_absolute_url())
    assert response.status_code == 200
    assert response.context["page"] == page


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model._meta.label)
def test_a_page_of_each_type_is_previewed_from_its_form(site, client, editor, model):
    page = page_of(model)
    client.force_login(editor)
    wagtail = WagtailPageTestCase()
    wagtail.client = client
    for mode, _label in page.preview_modes:
        wagtail.assertPageIsPreviewable(page, mode=mode, post_data=form_data(client, page), user=editor)


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model._meta.label)
def test_a_page_of_each_type_is_published_from_its_unchanged_form(site, client, editor, model):
    page = page_of(model)
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(address, {**form_data(client, page), "action-publish": ""})
    assert response.status_code == 302, response.context["form"].errors
    assert page.revisions.latest("pk").user == editor
