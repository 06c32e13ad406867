"""What Wagtail's own views cannot read is answered with a page; a mistake of ours stays one."""

import pytest
from django.urls import path, reverse
from wagtail.snippets.models import get_snippet_models

from tests.factories.people import UserFactory
from tests.reading import texts
from tests.testing import StrictClient
from website import urls as site_urls

pytestmark = pytest.mark.django_db


def our_mistake(request):
    return int("a mistake")


handler400 = site_urls.handler400
urlpatterns = [path("cms/ours/", our_mistake), *site_urls.urlpatterns]


@pytest.fixture
def coordinator(site):
    client = StrictClient(raise_request_exception=False)
    client.force_login(UserFactory(groups=["Coordinators"]))
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/cms/snippets/choose/topics/language/chosen/nonsense/",
        "/cms/snippets/choose/topics/language/chosen-multiple/?id=nonsense",
        "/cms/images/results/?q=chaleur&ordering=-file_size",
    ],
)
def test_what_the_cms_cannot_read_is_a_400_with_a_page(coordinator, address):
    response = coordinator.get(address)
    assert [response.status_code, texts(response, "h1")] == [400, ["Nous n’avons pas pu lire cette demande"]]


def test_a_mistake_of_ours_is_still_seen_as_one(coordinator, settings):
    settings.ROOT_URLCONF = __name__
    assert coordinator.get("/cms/ours/").status_code == 500


def test_nothing_breaks_on_purpose(coordinator):
    assert coordinator.get("/cms/failwhale/", follow=True).status_code == 404


HOSTILE = "<a id='1\" onclick=\"a'>"


FILTERED = [
    model.snippet_viewset for model in get_snippet_models() if isinstance(model.snippet_viewset.list_filter, list)
]


@pytest.mark.parametrize("viewset", FILTERED, ids=lambda viewset: viewset.model_name)
def test_every_list_of_rows_is_searched_and_filtered_at_once(coordinator, viewset):
    coordinator.force_login(UserFactory(is_superuser=True))
    address = reverse(viewset.get_url_name("list"))
    for name in viewset.list_filter:
        for words in ("Papeterie", HOSTILE):
            assert coordinator.get(address, {"q": words, name: "company"}).status_code == 200
