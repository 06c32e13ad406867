"""The CMS requires a second factor."""

import pytest

from tests.factories.people import UserFactory
from tests.reading import elements, texts
from tests.routes import routes
from website.accounts.models import User

pytestmark = pytest.mark.django_db
SETUP = "/en/accounts/second-factor/"
ROLES = ["Editors", "Coordinators", "Administrators"]
EN = {"accept-language": "en"}


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


def make_user(role):
    if role == "Administrators":
        return User.objects.create_superuser("ada@example.org", "x")
    return UserFactory(groups=[role] if role else [])


def add_factor(user, kind="totp"):
    user.authenticator_set.create(type=kind, data={"secret": "JBSWY3DPEHPK3PXP"})
    return user


@pytest.mark.parametrize("role", ROLES)
def test_without_a_second_factor_the_cms_redirects_to_its_setup_and_stores_the_url(client, site, required, role):
    client.force_login(make_user(role))
    for address in (
        "/cms/",
        "/cms/pages/",
        "/cms/pages/3/edit/?q=1",
        "/cms/images/",
        "/cms/account/",
        "/cms/api/main/pages/",
    ):
        response = client.get(address, headers=EN)
        assert [response.status_code, response.url] == [302, SETUP]
        assert client.session["second_factor_wanted"] == address


@pytest.mark.parametrize("role", ROLES)
def test_with_a_second_factor_the_cms_is_open(client, site, required, role):
    client.force_login(add_factor(make_user(role)))
    assert client.get("/cms/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, site, required):
    user = add_factor(make_user("Editors"), "recovery_codes")
    client.force_login(user)
    assert client.get("/cms/", headers=EN).url == SETUP


def test_a_passkey_is_a_second_factor(client, site, required):
    client.force_login(add_factor(make_user("Editors"), "webauthn"))
    assert client.get("/cms/").status_code == 200


def test_every_url_of_the_cms_requires_it(client, site, required):
    client.force_login(make_user("Administrators"))
    paths = [route.path() for route in routes() if route.is_admin and route.name != "wagtailadmin_logout"]
    answers = set()
    for path in filter(None, paths):
        for method in (client.get, client.post):
            response = method(path, headers=EN)
            answers.add((response.status_code, response.get("Location")))
    assert [answers, len(paths) > 300] == [{(302, SETUP)}, True]


@pytest.mark.parametrize(
    "address", ["//cms/", "/cms//pages/", "/./cms/", "/%63ms/pages/", "/CMS/", "/cms", "/fr/../cms/"]
)
def test_no_other_spelling_of_a_cms_url_avoids_it(client, site, required, address):
    client.force_login(make_user("Administrators"))
    end = client.get(address, headers=EN, follow=True).request["PATH_INFO"]
    assert [client.get("/cms/", headers=EN).status_code, end.startswith("/cms/")] == [302, False]


def test_a_post_is_not_processed_and_a_script_gets_403(client, site, required):
    user = make_user("Administrators")
    client.force_login(user)
    response = client.post(f"/cms/users/edit/{user.pk}/", {"first_name": "Eve"}, headers=EN)
    assert [response.url, client.session["second_factor_wanted"]] == [SETUP, "/cms/"]
    assert client.get("/cms/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


@pytest.mark.parametrize(("role", "status"), [(None, 403), ("Members", 403), ("Partners", 403)])
def test_users_without_cms_access_get_403(client, site, required, role, status):
    client.force_login(make_user(role))
    assert client.get("/cms/", follow=True).status_code == status


def test_a_visitor_is_asked_to_sign_in(client, site, required):
    assert client.get("/cms/", headers=EN).url == "/cms/login/?next=/cms/"


def test_signing_out_of_the_cms_is_possible(client, site, required):
    client.force_login(make_user("Editors"))
    assert client.post("/cms/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_after_the_setup_they_continue_to_the_requested_page(client, make_account, log_in, required):
    user = make_account(groups=["Editors"])
    log_in(client)
    page = client.get("/cms/pages/?q=x", follow=True, headers=EN)
    [_notice] = [text for text in texts(page, "p") if text.startswith("Before you open the editing area")]
    add_factor(user)
    page = client.get(SETUP)
    assert [link["href"] for link in elements(page, "a") if link["text"] == "Continue to the editing area"] == [
        "/cms/pages/?q=x"
    ]
    assert client.get("/cms/").status_code == 200
    assert "second_factor_wanted" not in client.session


def test_if_it_is_optional_the_cms_is_open_and_the_account_pages_recommend_it(client, make_account, log_in):
    make_account(groups=["Editors"])
    log_in(client)
    cms = client.get("/cms/", headers=EN)
    assert [cms.status_code, "Protect your account" in cms.content.decode()] == [200, True]
    page = client.get("/en/accounts/")
    [notice] = [text for text in texts(page, "p") if "Protect your account" in text]
    assert notice.startswith("You can edit what others read")


@pytest.mark.parametrize("mode", ["asked", "required"])
def test_members_are_not_asked(client, make_account, log_in, settings, mode):
    settings.SECOND_FACTOR = mode
    make_account(groups=["Members"])
    log_in(client)
    assert [text for text in texts(client.get("/en/accounts/"), "p") if "Protect your account" in text] == []
