"""The permissions of each role in the CMS."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission, Page, Workflow

from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from website.home.actions import set_up_site
from website.home.models import HomePage
from website.news.models import NewsPage

pytestmark = pytest.mark.django_db
EDITORIAL = ["actualites", "veille", "outils", "mediatheque", "agenda", "questions"]
THE_REST = ["fr", "fiches", "demarches", "echanges", "annuaire", "territoires"]


@pytest.fixture
def editor(site):
    return UserFactory(groups=["Editors"])


@pytest.fixture
def coordinator(site):
    return UserFactory(groups=["Coordinators"])


def writable(user) -> list[str]:
    pages = Page.objects.filter(locale__language_code="fr", depth__in=(2, 3)).order_by("path")
    return [page.slug for page in pages if page.permissions_for_user(user).can_edit()]


def test_editors_edit_their_sections_and_coordinators_every_section(editor, coordinator):
    assert sorted(writable(editor)) == sorted(EDITORIAL)
    assert sorted(writable(coordinator)) == sorted(EDITORIAL + THE_REST)


def test_members_and_partners_have_no_access_to_the_cms(site):
    for group in ("Members", "Partners"):
        user = UserFactory(groups=[group])
        assert [writable(user), user.has_perm("wagtailadmin.access_admin")] == [[], False]


def test_wagtails_default_groups_and_workflow_are_deleted(site):
    assert GroupPagePermission.objects.filter(page__depth=1).count() == 0
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Review by a coordinator"]


@pytest.mark.parametrize(
    "address",
    [
        "users/", "users/new/", "groups/", "sites/", "locales/", "workflows/list/", "redirects/", "collections/",
        "pages/{home}/edit/", "pages/add/pages/standardpage/{home}/", "pages/{sheets}/edit/",
    ],
)  # fmt: skip
def test_editors_are_refused_views_of_other_roles(client, editor, address):
    home = HomePage.objects.get(locale__language_code="fr")
    sheets = Page.objects.get(slug="fiches")
    client.force_login(editor)
    response = client.get(f"/cms/{address.format(home=home.pk, sheets=sheets.pk)}")
    assert [response.status_code, response.url] == [302, "/cms/"]


@pytest.mark.parametrize("address", ["", "pages/", "images/", "images/add/", "documents/", "documents/multiple/add/"])
def test_editors_can_open_the_views_they_need(client, editor, address):
    client.force_login(editor)
    assert client.get(f"/cms/{address}", follow=True).status_code == 200


def test_an_editor_uploads_a_picture_with_its_credit(client, editor):
    client.force_login(editor)
    file = SimpleUploadedFile("port.png", get_test_image_file().file.getvalue(), "image/png")
    data = {"title": "Le port", "file": file, "credit": "Ville de Kehl", "description": "Un port", "collection": 1}
    response = client.post("/cms/images/add/", data)
    assert response.status_code == 302
    assert [image.credit for image in get_image_model().objects.all()] == ["Ville de Kehl"]


def test_an_editor_can_submit_a_page_for_translation(client, editor):
    page = make_page(NewsPage, title="À traduire")
    client.force_login(editor)
    assert client.get(f"/cms/localize/submit/page/{page.pk}/").status_code == 200


def test_setting_up_twice_changes_nothing(site):
    def state():
        permissions = GroupPagePermission.objects.order_by("pk").values_list("pk", "group__name", "page", "permission")
        return list(permissions), list(Page.objects.order_by("path").values_list("path", "url_path", "live"))

    before = state()
    set_up_site("testserver")
    assert state() == before
