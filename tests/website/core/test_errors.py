"""Error pages say what to do, in the reader's language, even while the database is down."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import path

from tests.reading import elements, texts
from tests.testing import StrictClient, statements
from website import urls as site_urls


def broken(request):
    raise RuntimeError("broken on purpose")


def refused(request):
    raise BadRequest


def closed(request):
    raise PermissionDenied


def form(request):
    return HttpResponse(f"read {len(request.POST)} fields and {len(request.FILES)} files")


handler400 = site_urls.handler400
urlpatterns = [
    path("broken/", broken),
    path("refused/", refused),
    path("closed/", closed),
    path("form/", form),
    *site_urls.urlpatterns,
]


@pytest.fixture(autouse=True)
def _own_addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def client():
    client = StrictClient(headers={"accept-language": "de"})
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("address", "status"), [("/broken/", 500), ("/refused/", 400), ("/closed/", 403)])
def test_an_error_page_is_in_the_readers_language_and_has_links(client, db, address, status):
    with statements("a page about an error"):
        response = client.get(address)
    assert [response.status_code, len(texts(response, "h1"))] == [status, 1]
    assert elements(response, "html")[0]["lang"] == "de"
    assert "/" in [link["href"] for link in elements(response, "a")]


def test_a_404_page_offers_the_search(client, site):
    response = client.get("/de/nirgends/")
    assert [response.status_code, elements(response, "html")[0]["lang"]] == [404, "de"]
    assert "/de/search/" in [form["action"] for form in elements(response, "form")]


def test_an_unknown_url_without_a_language_prefix_is_a_404(client, site):
    assert client.get("/nirgends", follow=True).status_code == 404
    assert client.get("/media/nirgends.png").status_code == 404
    assert client.get("/documents/99/x.pdf").status_code == 404
    assert client.get("/static/nirgends.css").status_code == 404


@pytest.fixture
def no_database():
    """Let every statement fail, as while the database is down."""

    def fail(execute, sql, params, many, context):
        raise OperationalError("the database is down")

    with connection.execute_wrapper(fail):
        yield


def test_the_500_page_needs_no_database(client, db, no_database):
    response = client.get("/de/aktuelles/")
    assert [response.status_code, elements(response, "html")[0]["lang"]] == [500, "de"]


@pytest.mark.parametrize(
    "data",
    [
        {"text": "é" * (2 * 1024 * 1024)},
        {f"field{i}": "x" for i in range(2001)},
        {"text": "x" * (3 * 1024 * 1024), "file": SimpleUploadedFile("a.txt", b"x")},
        {f"file{i}": SimpleUploadedFile("a.txt", b"x") for i in range(101)},
    ],
    ids=["a long text", "many fields", "a long text beside a file", "many files"],
)
def test_a_request_that_is_too_large_is_a_413_that_says_to_go_back(client, db, data):
    response = client.post("/form/", data)
    assert [response.status_code, len(texts(response, "h1")), len(texts(response, "p"))] == [413, 1, 2]


def test_a_long_urlencoded_form_is_a_413_too(client, db):
    body = "text=" + "x" * (3 * 1024 * 1024)
    response = client.post("/form/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


def test_a_request_just_below_the_limit_is_accepted(client, db):
    response = client.post(
        "/form/", {"text": "x" * (2 * 1024 * 1024 - 200), "file": SimpleUploadedFile("a", b"x" * 5_000_000)}
    )
    assert response.content == b"read 1 fields and 1 files"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        (b"rubbish", "multipart/form-data"),
        (b"rubbish", "multipart/form-data; boundary=\xc3\xa9"),
        (b"a=%ff%fe&b=%00", "application/x-www-form-urlencoded"),
        (b"a=b", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"", "nonsense"),
    ],
)
def test_a_malformed_request_body_never_causes_a_500(client, db, body, kind):
    assert client.generic("POST", "/form/", body, content_type=kind).status_code in (200, 400)


def test_too_many_attempts_are_answered_with_a_page(client, site):
    answers = [client.post("/de/accounts/password/reset/", {"email": "x@example.org"}) for _ in range(25)]
    assert [answers[-1].status_code, len(texts(answers[-1], "h1"))] == [429, 1]


def test_a_form_without_a_csrf_token_is_answered_with_a_page_that_says_to_go_back(db):
    client = StrictClient(enforce_csrf_checks=True, headers={"accept-language": "de"})
    response = client.post("/de/accounts/login/", {"login": "x"})
    assert [response.status_code, len(texts(response, "h1"))] == [403, 1]
