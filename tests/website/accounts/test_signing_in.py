"""Sign-in by e-mail address on one page, also for the CMS, with a redirect back to the requested page."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from wagtail.models import PageViewRestriction

from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.reading import elements, texts
from website.accounts.actions import verify_address
from website.news.models import NewsPage

pytestmark = pytest.mark.django_db
PASSWORD = "vapeur-et-condensats"
LOGIN = "/en/accounts/login/"


def account(**fields) -> UserFactory:
    """Create an account with a password and a verified address."""
    user = UserFactory(email="camille@example.org", password=make_password(PASSWORD), **fields)
    verify_address(user)
    return user


@pytest.fixture
def member(site):
    return account(groups=["Members"])


@pytest.fixture
def editor(site):
    return account(groups=["Editors"])


def sign_in(client, email="camille@example.org", password=PASSWORD, address=LOGIN):
    return client.post(address, {"login": email, "password": password})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["camille@example.org", "Camille@Example.ORG", " camille@example.org "])
def test_the_address_is_recognised_in_any_case(client, member, email):
    response = sign_in(client, email)
    assert [response.status_code, response.url, is_signed_in(client)] == [302, "/en/", True]


def test_a_member_stays_in_the_language_they_were_reading(client, member):
    assert sign_in(client, address="/de/accounts/login/").url == "/de/"
    assert client.post("/nl/accounts/logout/").url == "/nl/"


def test_a_member_returns_to_the_previous_page(client, member):
    page = client.get(f"{LOGIN}?next=/nl/nieuws/%3Ftheme=water")
    [hidden] = [field["value"] for field in elements(page, "input") if field.get("name") == "next"]
    assert hidden == "/nl/nieuws/?theme=water"
    assert client.post(LOGIN, {"login": "camille@example.org", "password": PASSWORD, "next": hidden}).url == hidden


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, member, elsewhere):
    response = client.post(LOGIN, {"login": "camille@example.org", "password": PASSWORD, "next": elsewhere})
    assert response.url == "/en/"


@pytest.mark.parametrize(("email", "password"), [("camille@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_the_error_is_the_same_for_known_and_unknown_addresses_and_the_form_keeps_the_address(
    client, member, email, password
):
    response = sign_in(client, email, password)
    assert [response.status_code, is_signed_in(client)] == [200, False]
    assert response.context["form"].non_field_errors() == [
        "The email address and/or password you specified are not correct."
    ]
    assert [field["value"] for field in elements(response, "input") if field["name"] == "login"] == [email]
    assert texts(response, "h2")[:1] == ["There is a problem"]


def test_a_closed_account_cannot_sign_in(client, site):
    account(is_active=False)
    sign_in(client)
    assert is_signed_in(client) is False


def test_guessing_is_limited_with_a_page_that_says_so(client, member):
    answers = [sign_in(client, password=f"guess {number}") for number in range(7)]
    assert answers[0].status_code == 200
    late = [answer for answer in answers if "too many" in str(answer.content).lower() or answer.status_code == 429]
    assert late
    assert is_signed_in(client) is False


def test_signing_out_takes_a_post(client, member):
    client.force_login(member)
    assert client.get("/en/accounts/logout/").status_code == 200
    assert is_signed_in(client) is True
    assert [client.post("/en/accounts/logout/").url, is_signed_in(client)] == ["/en/", False]


def test_sign_up_is_closed(client, site):
    response = client.get("/en/accounts/signup/")
    assert [response.status_code, texts(response, "h1")] == [200, ["Become a member"]]
    client.post("/en/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert EmailAddress.objects.count() == 0


def test_the_cms_redirects_to_the_sign_in_page_and_back(client, editor):
    response = client.get("/cms/pages/?q=x", follow=True, headers={"accept-language": "de"})
    assert response.redirect_chain == [
        ("/cms/login/?next=/cms/pages/%3Fq%3Dx", 302),
        ("/de/accounts/login/?next=%2Fcms%2Fpages%2F%3Fq%3Dx", 302),
    ]
    [back] = [field["value"] for field in elements(response, "input") if field.get("name") == "next"]
    response = client.post("/de/accounts/login/", {"login": editor.email, "password": PASSWORD, "next": back})
    assert response.url == "/cms/pages/?q=x"
    assert client.get("/cms/").status_code == 200
    assert client.get("/cms/login/").url == "/cms/"


def test_a_member_without_cms_access_gets_one_403_page_with_a_sign_out_link(client, member):
    client.force_login(member)
    response = client.get("/cms/", follow=True)
    assert [response.status_code, len(response.redirect_chain)] == [403, 1]
    assert [link["href"] for link in elements(response, "a")][-1].endswith("/accounts/logout/")
    assert texts(client.get("/en/news/"), "p").count("You do not have permission to access the admin.") == 0


@pytest.mark.parametrize("path", ["password_reset/", "password_reset/done/", "password_reset/confirm/x/y/"])
def test_the_cms_has_no_password_reset_of_its_own(client, site, path):
    response = client.get(f"/cms/{path}", follow=True, headers={"accept-language": "en"})
    if path == "password_reset/":
        assert response.redirect_chain == [("/en/accounts/password/reset/", 302)]
    else:
        assert response.status_code == 404


def test_signing_out_of_the_cms_leads_to_the_sign_in_page(client, editor):
    client.force_login(editor)
    response = client.post("/cms/logout/", follow=True, headers={"accept-language": "en"})
    assert response.redirect_chain[-1][0].startswith("/en/accounts/login/")
    assert is_signed_in(client) is False


def test_the_sign_in_page_of_wagtail_redirects_to_ours(client, member):
    response = client.get("/en/_util/login/?next=/en/news/")
    assert [response.status_code, response.url] == [302, "/en/accounts/login/?next=/en/news/"]
    client.post("/en/_util/login/", {"username": "camille@example.org", "password": PASSWORD})
    assert not is_signed_in(client)


def test_a_page_for_members_redirects_visitors_to_the_sign_in_page_and_back(client, member):
    page = make_page(NewsPage, title="Among ourselves", language="en")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    sign_in_page = client.get(page.url, follow=True)
    assert sign_in_page.redirect_chain[-1][0].startswith(LOGIN)
    back = client.post(LOGIN, {"login": "camille@example.org", "password": PASSWORD, "next": page.url}, follow=True)
    assert texts(back, "h1") == ["Among ourselves"]


def test_a_page_with_a_password_asks_for_it(client, site):
    page = make_page(NewsPage, title="For the press", language="en")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="embargo")
    asked = client.get(page.url)
    assert "For the press" not in asked.content.decode()
    [form] = [form for form in elements(asked, "form") if "_util" in form.get("action", "")]
    wrong = client.post(form["action"], {"password": "open sesame", "return_url": page.url})
    assert wrong.status_code == 200
    right = client.post(form["action"], {"password": "embargo", "return_url": page.url}, follow=True)
    assert texts(right, "h1") == ["For the press"]
