"""The CMS answers 400 to what Wagtail's views cannot read; a fault of ours is a 500, whoever raises."""

import logging

import pytest
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from tests.factories.people import UserFactory
from tests.reading import texts
from tests.sources import resolve
from tests.testing import StrictClient
from website import urls as site_urls
from website.core.middleware import CMS_CLIENT_ERRORS
from website.news.models import NewsIndexPage
from website.topics.models import Theme

NOT_READ = ["Nous n’avons pas pu lire cette demande"]


def fault_of_our_own(request):
    return int("a mistake")


def fault_that_django_raises(request):
    Theme.objects.get(pk="a mistake")


def fault_in_a_redirect(request):
    return redirect("a mistake")


handler400 = site_urls.handler400
urlpatterns = [
    path("cms/ours/", fault_of_our_own),
    path("cms/django/", fault_that_django_raises),
    path("cms/redirect/", fault_in_a_redirect),
    *site_urls.urlpatterns,
]


@pytest.fixture
def coordinator(site):
    client = StrictClient(raise_request_exception=False)
    client.force_login(UserFactory(groups=["Coordinators"]))
    return client


@pytest.fixture
def administrator(coordinator):
    coordinator.force_login(UserFactory(is_superuser=True))
    return coordinator


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/cms/snippets/choose/topics/language/chosen/nonsense/",
        "/cms/snippets/choose/topics/language/chosen-multiple/?id=nonsense",
        "/cms/images/results/?q=chaleur&ordering=-file_size",
    ],
)
def test_what_wagtail_cannot_read_is_a_400_with_a_page(coordinator, address):
    response = coordinator.get(address)
    assert [response.status_code, texts(response, "h1")] == [400, NOT_READ]


@pytest.mark.django_db
def test_each_known_client_error_is_a_400_with_a_page(administrator):
    page = Page.objects.filter(depth=3).first()
    organisation = {"name": "Port", "slug": "port", "kind": "company", "country": "FR", "territory": "nonsense"}
    answers = {
        "chosen": administrator.get("/cms/choose-page/1/?target_pages[]=nonsense"),
        "next": administrator.post(f"/cms/pages/{page.pk}/unpublish/", {"next": "nonsense"}),
        "nothing": administrator.post(f"/cms/pages/{page.pk}/copy/"),
        "no key": administrator.post(f"/cms/pages/{page.pk}/copy/", {"new_parent_page": "nonsense"}),
        "gone": administrator.post(f"/cms/pages/{page.pk}/copy/", {"new_parent_page": "999999"}),
        "root": administrator.post(f"/cms/pages/1/move/{page.pk}/confirm/"),
        "position": administrator.get("/cms/pages/1/set_position/"),
        "create": administrator.post("/cms/snippets/choose/members/member/create/"),
        "field": administrator.post("/cms/snippets/topics/organisation/add/", organisation),
    }
    found = {name: (response.status_code, texts(response, "h1")) for name, response in answers.items()}
    assert found == dict.fromkeys(answers, (400, NOT_READ))


@pytest.mark.parametrize("error", CMS_CLIENT_ERRORS, ids=lambda error: error.function)
def test_each_known_client_error_names_a_function_that_the_library_still_has(error):
    assert callable(resolve(error.function))
    assert error.exceptions
    assert error.reason


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/cms/ours/", "/cms/django/", "/cms/redirect/"])
def test_a_fault_of_ours_is_a_500_and_logged_even_where_a_library_raises(coordinator, settings, caplog, address):
    settings.ROOT_URLCONF = __name__
    assert coordinator.get(address).status_code == 500
    assert [record.levelno for record in caplog.records if record.exc_info] == [logging.ERROR]


@pytest.mark.django_db
def test_a_fault_in_a_model_that_wagtails_own_view_calls_is_a_500(administrator, monkeypatch):
    def save(self, *args, **kwargs):
        Theme.objects.get(pk="a mistake")

    page = Page.objects.filter(depth=3).first().specific
    monkeypatch.setattr(type(page), "save", save)
    assert administrator.post(f"/cms/pages/{page.pk}/unpublish/").status_code == 500


@pytest.mark.django_db
def test_a_fault_of_ours_that_leaves_no_line_of_ours_in_the_traceback_is_a_500(administrator, monkeypatch):
    monkeypatch.setattr(NewsIndexPage, "max_count_per_parent", "a mistake")
    parent = NewsIndexPage.objects.first().get_parent()
    assert administrator.get(f"/cms/pages/{parent.pk}/add_subpage/").status_code == 500


@pytest.mark.django_db
def test_nothing_breaks_on_purpose(coordinator):
    assert coordinator.get("/cms/failwhale/", follow=True).status_code == 404


HOSTILE = "<a id='1\" onclick=\"a'>"


FILTERED = [
    model.snippet_viewset for model in get_snippet_models() if isinstance(model.snippet_viewset.list_filter, list)
]


@pytest.mark.django_db
@pytest.mark.parametrize("viewset", FILTERED, ids=lambda viewset: viewset.model_name)
def test_every_list_of_rows_is_searched_and_filtered_at_once(coordinator, viewset):
    coordinator.force_login(UserFactory(is_superuser=True))
    address = reverse(viewset.get_url_name("list"))
    for name in viewset.list_filter:
        for words in ("Papeterie", HOSTILE):
            assert coordinator.get(address, {"q": words, name: "company"}).status_code == 200
