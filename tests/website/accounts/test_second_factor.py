"""The door of the CMS: whoever changes what others read has a second factor, or sets one up first."""

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


def somebody(role):
    if role == "Administrators":
        return User.objects.create_superuser("ada@example.org", "x")
    return UserFactory(groups=[role] if role else [])


def with_factor(user, kind="totp"):
    user.authenticator_set.create(type=kind, data={"secret": "JBSWY3DPEHPK3PXP"})
    return user


@pytest.mark.parametrize("role", ROLES)
def test_without_one_the_cms_is_shut_and_the_way_to_it_is_kept(client, site, required, role):
    client.force_login(somebody(role))
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
def test_with_one_it_is_open(client, site, required, role):
    client.force_login(with_factor(somebody(role)))
    assert client.get("/cms/").status_code == 200


def test_a_recovery_code_alone_is_none(client, site, required):
    user = with_factor(somebody("Editors"), "recovery_codes")
    client.force_login(user)
    assert client.get("/cms/", headers=EN).url == SETUP


def test_a_key_is_one(client, site, required):
    client.force_login(with_factor(somebody("Editors"), "webauthn"))
    assert client.get("/cms/").status_code == 200


def test_no_address_of_the_cms_leads_around_the_door(client, site, required):
    client.force_login(somebody("Administrators"))
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
def test_nor_does_another_spelling_of_one(client, site, required, address):
    client.force_login(somebody("Administrators"))
    end = client.get(address, headers=EN, follow=True).request["PATH_INFO"]
    assert [client.get("/cms/", headers=EN).status_code, end.startswith("/cms/")] == [302, False]


def test_what_is_sent_is_not_taken_and_a_script_is_told(client, site, required):
    user = somebody("Administrators")
    client.force_login(user)
    response = client.post(f"/cms/users/edit/{user.pk}/", {"first_name": "Eve"}, headers=EN)
    assert [response.url, client.session["second_factor_wanted"]] == [SETUP, "/cms/"]
    assert client.get("/cms/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


@pytest.mark.parametrize(("role", "status"), [(None, 403), ("Members", 403), ("Partners", 403)])
def test_those_who_have_no_business_there_are_told_so_as_before(client, site, required, role, status):
    client.force_login(somebody(role))
    assert client.get("/cms/", follow=True).status_code == status


def test_a_visitor_is_asked_to_sign_in(client, site, required):
    assert client.get("/cms/", headers=EN).url == "/cms/login/?next=/cms/"


def test_who_does_not_want_to_signs_out(client, site, required):
    client.force_login(somebody("Editors"))
    assert client.post("/cms/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_they_are_led_to_it_and_then_on_to_where_they_wanted(client, known, enter, required):
    user = known(groups=["Editors"])
    enter(client)
    page = client.get("/cms/pages/?q=x", follow=True, headers=EN)
    [_notice] = [text for text in texts(page, "p") if text.startswith("Before you enter the editing room")]
    with_factor(user)
    page = client.get(SETUP)
    assert [link["href"] for link in elements(page, "a") if link["text"] == "Go on to the editing room"] == [
        "/cms/pages/?q=x"
    ]
    assert client.get("/cms/").status_code == 200
    assert "second_factor_wanted" not in client.session


def test_where_it_is_only_asked_the_cms_is_open_and_their_pages_ask(client, known, enter):
    known(groups=["Editors"])
    enter(client)
    cms = client.get("/cms/", headers=EN)
    assert [cms.status_code, "protect your account" in cms.content.decode()] == [200, True]
    page = client.get("/en/accounts/")
    [notice] = [text for text in texts(page, "p") if "protect your account" in text]
    assert notice.startswith("Your role lets you change")


@pytest.mark.parametrize("mode", ["asked", "required"])
def test_members_are_not_asked(client, known, enter, settings, mode):
    settings.SECOND_FACTOR = mode
    known(groups=["Members"])
    enter(client)
    assert [text for text in texts(client.get("/en/accounts/"), "p") if "protect your account" in text] == []
