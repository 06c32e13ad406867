"""The CMS answers 400 to input that Wagtail does not validate, and 500 to bugs of ours, wherever they raise."""

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

HEADING_400 = ["Nous n’avons pas pu lire cette demande"]


def raise_in_own_code(request):
    return int("a mistake")


def raise_in_django(request):
    Theme.objects.get(pk="a mistake")


def raise_in_redirect(request):
    return redirect("a mistake")


handler400 = site_urls.handler400
urlpatterns = [
    path("cms/ours/", raise_in_own_code),
    path("cms/django/", raise_in_django),
    path("cms/redirect/", raise_in_redirect),
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
def test_input_that_wagtail_does_not_validate_is_answered_with_a_400_page(coordinator, address):
    response = coordinator.get(address)
    assert [response.status_code, texts(response, "h1")] == [400, HEADING_400]


@pytest.mark.django_db
def test_each_known_client_error_is_answered_with_a_400_page(administrator):
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
    assert found == dict.fromkeys(answers, (400, HEADING_400))


@pytest.mark.parametrize("error", CMS_CLIENT_ERRORS, ids=lambda error: error.function)
def test_each_known_client_error_names_an_existing_function(error):
    assert callable(resolve(error.function))
    assert error.exceptions
    assert error.reason


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/cms/ours/", "/cms/django/", "/cms/redirect/"])
def test_a_bug_of_ours_is_a_500_and_logged_even_if_a_library_raises_the_exception(
    coordinator, settings, caplog, address
):
    settings.ROOT_URLCONF = __name__
    assert coordinator.get(address).status_code == 500
    assert [record.levelno for record in caplog.records if record.exc_info] == [logging.ERROR]


@pytest.mark.django_db
def test_a_bug_in_a_model_method_that_a_wagtail_view_calls_is_a_500(administrator, monkeypatch):
    def save(self, *args, **kwargs):
        Theme.objects.get(pk="a mistake")

    page = Page.objects.filter(depth=3).first().specific
    monkeypatch.setattr(type(page), "save", save)
    assert administrator.post(f"/cms/pages/{page.pk}/unpublish/").status_code == 500


@pytest.mark.django_db
def test_a_bug_of_ours_without_our_code_in_the_traceback_is_a_500(administrator, monkeypatch):
    monkeypatch.setattr(NewsIndexPage, "max_count_per_parent", "a mistake")
    parent = NewsIndexPage.objects.first().get_parent()
    assert administrator.get(f"/cms/pages/{parent.pk}/add_subpage/").status_code == 500


@pytest.mark.django_db
def test_wagtails_view_that_raises_on_purpose_is_disabled(coordinator):
    assert coordinator.get("/cms/failwhale/", follow=True).status_code == 404


HOSTILE = "<a id='1\" onclick=\"a'>"


FILTERED = [
    model.snippet_viewset for model in get_snippet_models() if isinstance(model.snippet_viewset.list_filter, list)
]


@pytest.mark.django_db
@pytest.mark.parametrize("viewset", FILTERED, ids=lambda viewset: viewset.model_name)
def test_every_snippet_list_can_be_searched_and_filtered_at_the_same_time(coordinator, viewset):
    coordinator.force_login(UserFactory(is_superuser=True))
    address = reverse(viewset.get_url_name("list"))
    for name in viewset.list_filter:
        for words in ("Papeterie", HOSTILE):
            assert coordinator.get(address, {"q": words, name: "company"}).status_code == 200
