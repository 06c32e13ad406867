"""Every page type can be reached, shown, edited and previewed."""

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


def a_page(model):
    """One of the site's sections, or a page made in its section."""
    if model in INDEXES:
        return make_page(model)
    return model.objects.filter(locale__language_code="fr").first()


def form_of(client, page) -> dict:
    """What the page's form in the CMS sends back when nobody touches it."""
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    form = dict(querydict_from_html(html, form_id="page-edit-form").lists())
    # The blocks of a body are built in the browser.
    bodies = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return {**form, **{f"{name}-count": "0" for name in bodies}}


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model._meta.label)
def test_a_page_of_each_type_is_reached_and_shown(site, client, model):
    page = a_page(model)
    response = client.get(page.get_absolute_url())
    assert response.status_code == 200
    assert response.context["page"] == page


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model._meta.label)
def test_a_page_of_each_type_is_previewed_as_it_is_edited(site, client, editor, model):
    page = a_page(model)
    client.force_login(editor)
    wagtail = WagtailPageTestCase()
    wagtail.client = client
    for mode, _label in page.preview_modes:
        wagtail.assertPageIsPreviewable(page, mode=mode, post_data=form_of(client, page), user=editor)


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model._meta.label)
def test_a_page_of_each_type_is_published_from_its_form_as_it_stands(site, client, editor, model):
    page = a_page(model)
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(address, {**form_of(client, page), "action-publish": ""})
    assert response.status_code == 302, response.context["form"].errors
    assert page.revisions.latest("pk").user == editor
