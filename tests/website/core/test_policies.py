"""Security headers of all responses, and no cookies before they are needed."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import path
from wagtail.models import get_page_models

from tests.factories.people import MemberFactory, UserFactory
from tests.factories.texts import (
    full_album,
    full_approach,
    full_news,
    full_note,
    full_tool,
    make_picture,
)
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.reading import elements
from tests.test_page_types import PAGE_TYPES, page_of
from tests.testing import StrictClient, read_to_the_end
from website import urls as site_urls
from website.core import listings
from website.settings import policies

pytestmark = pytest.mark.django_db

PAGES = {
    "default-src": "'none'",
    "script-src": "'nonce'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
WITHOUT_SCRIPT = PAGES | {"script-src": ""}
FILES = {"default-src": "'none'", "style-src": "'unsafe-inline'", "sandbox": "", "frame-ancestors": "'none'"}
OTHER_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": policies.PERMISSIONS_POLICY,
}
FORMS = ["/fr/search/", "/fr/accounts/login/", "/fr/accounts/password/reset/", "/fr/my/sheets/new/", "/fr/my/profile/"]
# Error pages other than the 404 work without a database, and so have no site header and no script.
ERRORS = {
    "/broken/": (500, WITHOUT_SCRIPT),
    "/fr/?q=%00": (400, WITHOUT_SCRIPT),
    "/closed/": (403, WITHOUT_SCRIPT),
    "/fr/nulle-part/": (404, PAGES),
    "/media/nulle-part.png": (404, PAGES),
}
LISTS = [listing for listing in listings.every() if listing.formats]


def broken(request):
    raise RuntimeError("broken on purpose")


def closed(request):
    raise PermissionDenied


handler400 = site_urls.handler400
urlpatterns = [path("broken/", broken), path("closed/", closed), *site_urls.urlpatterns]


@pytest.fixture(autouse=True)
def _own_addresses(settings):
    settings.ROOT_URLCONF = __name__


def policy_of(response) -> dict[str, str]:
    directives = re.sub("'nonce-[^']+'", "'nonce'", response["Content-Security-Policy"]).split(";")
    return {name: values for name, _space, values in (text.strip().partition(" ") for text in directives)}


def other_headers(response) -> dict[str, str]:
    return {name: response[name] for name in OTHER_HEADERS}


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model._meta.label)
def test_each_type_of_page_comes_with_the_strict_policy(site, client, model):
    response = client.get(page_of(model).get_absolute_url())
    assert [policy_of(response), other_headers(response)] == [PAGES, OTHER_HEADERS]


@pytest.mark.parametrize("address", FORMS)
def test_each_form_comes_with_the_strict_policy(site, client, address):
    client.force_login(UserFactory(groups=["Members"]))
    response = client.get(address, follow=True)
    assert [response.status_code, policy_of(response), other_headers(response)] == [200, PAGES, OTHER_HEADERS]


@pytest.mark.parametrize("make", [full_news, full_note, full_tool, full_album, full_approach])
def test_a_page_with_everything_on_it_comes_with_the_strict_policy(site, client, make):
    assert policy_of(client.get(make(2).get_absolute_url())) == PAGES


@pytest.mark.parametrize("address", ERRORS)
def test_each_error_comes_with_the_strict_policy(site, address):
    client = StrictClient(raise_request_exception=False)
    response = client.get(address)
    assert (response.status_code, policy_of(response)) == ERRORS[address]
    assert other_headers(response) == OTHER_HEADERS


def test_a_response_to_another_host_has_the_policy_too(site, client):
    response = client.get("/fr/", headers={"host": "evil.example.com"})
    assert [response.status_code, policy_of(response)] == [400, WITHOUT_SCRIPT]


def test_each_response_has_a_new_nonce_which_its_scripts_use(site, client):
    answers = [client.get("/fr/actualites/") for _ in range(2)]
    nonces = [re.findall("'nonce-([^']+)'", answer["Content-Security-Policy"]) for answer in answers]
    assert [len(found) for found in nonces] == [1, 1]
    assert nonces[0] != nonces[1]
    scripts = [{script["nonce"] for script in elements(answer, "script")} for answer in answers]
    assert scripts == [set(found) for found in nonces]


@pytest.mark.parametrize("name", [listing.name for listing in LISTS])
def test_no_feed_differs_from_one_request_to_the_next(site, client, name):
    for fmt in listings.get(name).formats:
        first, second = (client.get(f"/fr/feeds/{name}.{fmt}") for _ in range(2))
        assert second.content == first.content
        assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
        assert "nonce" not in first["Content-Security-Policy"]


def test_the_policy_of_downloads_allows_no_scripts(site, client):
    picture, document = make_picture(), published_document()
    for address in (picture.file.url, document.url, "/fr/feeds/news.csv"):
        response = client.get(address)
        assert [response.status_code, policy_of(response), other_headers(response)] == [200, FILES, OTHER_HEADERS]
        read_to_the_end(response)


def test_the_policy_of_the_cms_allows_its_own_scripts_only(site, client):
    client.force_login(UserFactory(is_superuser=True))
    policy = policy_of(client.get("/cms/"))
    assert policy["script-src"] == "'self' 'unsafe-inline'"
    assert [policy[name] for name in ("default-src", "base-uri", "form-action", "frame-ancestors")] == [
        "'none'", "'none'", "'self'", "'self'"
    ]  # fmt: skip
    assert not [values for values in policy.values() if "http" in values or "*" in values]


def test_a_preview_in_the_cms_has_the_policy_of_the_public_site(site, client):
    client.force_login(UserFactory(is_superuser=True))
    page = page_of(next(model for model in PAGE_TYPES if model.__name__ == "NewsPage"))
    response = client.get(f"/cms/pages/{page.pk}/view_draft/")
    assert policy_of(response) == PAGES | {"frame-ancestors": "'self'"}


def published_document():
    return full_tool().files.first().document


def public_addresses() -> list[str]:
    """Return the URLs of a page of each type, of every feed, and of the other public pages, all with content."""
    member, organisation, territory = MemberFactory(), OrganisationFactory(), TerritoryFactory()
    rows = [entry.get_absolute_url() for entry in (member, organisation, territory)]
    pages = [page_of(model).get_absolute_url() for model in get_page_models() if model in PAGE_TYPES]
    feeds = [f"/fr/feeds/{listing.name}.{fmt}" for listing in LISTS for fmt in listing.formats]
    others = ["/fr/agenda/?view=month", "/fr/annuaire/?view=map&who=people", "/fr/search/?q=chaleur", "/robots.txt"]
    files = [make_picture().file.url, published_document().url]
    return [*rows, *pages, *feeds, *others, *files, "/sitemap.xml", "/fr/nulle-part/", "/fr/fiches/?theme=nothing"]


def test_a_visitor_gets_no_cookie_on_any_public_page(site, client):
    given = {}
    for address in public_addresses():
        response = client.get(address)
        given |= {address: list(response.cookies)} if response.cookies else {}
        read_to_the_end(response)
    assert given == {}


def test_a_page_with_a_form_sets_only_the_csrf_cookie_for_a_visitor(site, client, settings):
    for address in ("/fr/accounts/login/", "/fr/accounts/password/reset/"):
        assert set(client.get(address).cookies) <= {settings.CSRF_COOKIE_NAME}


def test_a_document_is_never_shown_in_the_browser(site, client):
    document = published_document()
    response = client.get(document.url)
    assert response["Content-Disposition"] == f'attachment; filename="{document.filename}"'
    read_to_the_end(response)
