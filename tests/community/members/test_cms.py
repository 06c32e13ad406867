"""Vocabularies, organisations and members in the CMS, and who may do what there."""

import pytest
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import querydict_from_html

from community.members.models import Member
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.topics.models import Language, Organisation, Resource, Sector, Territory, Theme

pytestmark = pytest.mark.django_db

ROWS = [Organisation, Member, Territory, Theme, Sector, Language, Resource]
MAKE = {Organisation: OrganisationFactory, Member: MemberFactory, Territory: TerritoryFactory}


def a_row(model):
    return MAKE[model]() if model in MAKE else model.objects.first()


def address(row, action):
    return reverse(row.snippet_viewset.get_url_name(action), args=[row.pk])


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.label)
def test_each_kind_of_row_is_listed_searched_and_saved_unchanged(site, client, model):
    assert model in get_snippet_models()
    row = a_row(model)
    client.force_login(UserFactory(is_superuser=True))
    index = reverse(model.snippet_viewset.get_url_name("list"))
    for query in ("", "?q=a", "?export=csv"):
        assert client.get(f"{index}{query}").status_code == 200
    form = querydict_from_html(client.get(address(row, "edit")).content.decode(), form_id="w-editor-form")
    response = client.post(address(row, "edit"), form)
    assert response.status_code == 302, response.context["form"].errors


@pytest.mark.parametrize(
    ("group", "may_change"),
    [
        ("Editors", {Organisation, Territory, Theme, Resource}),
        ("Coordinators", {Organisation, Member, Territory, Theme, Sector, Language, Resource}),
        ("Members", set()),
    ],
)
def test_who_may_change_what(site, client, group, may_change):
    client.force_login(UserFactory(groups=[group]))
    changed = {model for model in ROWS if client.get(address(a_row(model), "edit")).status_code == 200}
    assert changed == may_change


@pytest.mark.parametrize(("group", "status"), [("Editors", 302), ("Coordinators", 200)])
def test_only_coordinators_see_members_in_the_cms(site, client, group, status):
    client.force_login(UserFactory(groups=[group]))
    assert client.get(reverse(Member.snippet_viewset.get_url_name("list"))).status_code == status


def test_editors_cannot_delete_rows(site, client):
    client.force_login(UserFactory(groups=["Editors"]))
    for model in ROWS:
        row = a_row(model)
        client.post(address(row, "delete"))
        assert model.objects.filter(pk=row.pk).exists()


def test_coordinators_see_hidden_people_in_the_cms(site, client):
    MemberFactory(user__last_name="Verborgen", visibility="nobody")
    client.force_login(UserFactory(groups=["Coordinators"]))
    html = client.get(reverse(Member.snippet_viewset.get_url_name("list"))).content.decode()
    assert "Verborgen" in html


def test_a_point_with_one_coordinate_is_refused_with_a_message(site, client):
    organisation = OrganisationFactory()
    client.force_login(UserFactory(groups=["Coordinators"]))
    form = querydict_from_html(client.get(address(organisation, "edit")).content.decode(), form_id="w-editor-form")
    form = form.copy()
    form["latitude"] = "48.5"
    response = client.post(address(organisation, "edit"), form, headers={"accept-language": "en"})
    assert response.context["form"].non_field_errors() == ["Enter both a latitude and a longitude."]
