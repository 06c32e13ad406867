"""Redirects stay on this site and mails link to `BASE_URL`, whatever host the request names."""

import re

import pytest
from django.conf import settings

from tests.website.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "https:evil.example", "https:///evil.example", "http://testserver@evil.example/", "javascript:alert(1)",
    "data:text/html,x", "https://other.example.org/", " //evil.example", "/\t/evil.example", "ftp://testserver/",
]  # fmt: skip


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_sent_to_another_site_after_signing_in_or_out(client, make_account, log_in, settings, elsewhere):
    settings.ALLOWED_HOSTS = ["testserver", ".example.org"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://*.example.org"]
    make_account()
    assert log_in(client, next=elsewhere).url == "/en/"
    assert client.post("/en/accounts/logout/", {"next": elsewhere}).url == "/en/"


@pytest.mark.parametrize("elsewhere", ELSEWHERE[:4])
def test_intermediate_pages_do_not_redirect_to_another_site_either(client, make_account, elsewhere):
    user = make_account()
    client.force_login(user)
    reauthenticated = client.post("/en/accounts/reauthenticate/", {"password": PASSWORD, "next": elsewhere})
    assert reauthenticated.url == "/en/"
    data = {"oldpassword": PASSWORD, "password1": "un-autre-mot-long", "password2": "un-autre-mot-long"}
    assert client.post("/en/accounts/password/change/", {**data, "next": elsewhere}).url == "/en/accounts/"
    assert client.get("/en/accounts/login/", {"next": elsewhere}).url == "/en/"
    client.logout()
    assert client.get("/cms/login/", {"next": elsewhere}).url.startswith("/")


def test_an_absolute_url_of_this_site_is_accepted(client, make_account, log_in):
    make_account()
    assert log_in(client, next="http://testserver/en/news/").url == "http://testserver/en/news/"


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:evil", "a b", "testserver@evil"]
)
def test_an_unknown_host_is_refused(client, make_account, mailoutbox, host):
    make_account()
    for address in ("/en/", "/en/accounts/login/", "/cms/", "/en/feeds/news.atom"):
        assert client.get(address, headers={"host": host}).status_code == 400
    reset = client.post("/en/accounts/password/reset/", {"email": "camille@example.org"}, headers={"host": host})
    assert [reset.status_code, mailoutbox] == [400, []]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "other.example.org"},
        {"host": "testserver", "x-forwarded-host": "evil.example"},
        {"host": "testserver", "x-forwarded-proto": "https", "x-forwarded-port": "1"},
    ],
)
def test_mails_link_to_the_base_url_whatever_host_the_request_names(
    client, make_account, mailoutbox, settings, headers
):
    settings.ALLOWED_HOSTS = ["testserver", ".example.org"]
    user = make_account()
    client.post("/en/accounts/password/reset/", {"email": user.email}, headers=headers)
    client.post("/en/accounts/password/reset/", {"email": "nobody@example.org"}, headers=headers)
    user.emailaddress_set.update(verified=False)
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD}, headers=headers)
    assert len(mailoutbox) == 3
    named = {address for mail in mailoutbox for address in re.findall(r"https?://[\w.:-]*\w", mail.body)}
    assert named == {settings.BASE_URL}


def test_the_base_url_is_the_one_that_these_tests_expect(site):
    assert settings.BASE_URL == "http://localhost:8000"
