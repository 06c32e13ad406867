"""One door: by e-mail address, back to where one was, and a clear answer to who may not enter."""

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
    """Somebody with a password and an address that is known to be theirs."""
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
def test_an_address_is_known_however_it_is_written(client, member, email):
    response = sign_in(client, email)
    assert [response.status_code, response.url, is_signed_in(client)] == [302, "/en/", True]


def test_a_member_stays_in_the_language_they_were_reading(client, member):
    assert sign_in(client, address="/de/accounts/login/").url == "/de/"
    assert client.post("/nl/accounts/logout/").url == "/nl/"


def test_a_member_comes_back_to_where_they_were(client, member):
    page = client.get(f"{LOGIN}?next=/nl/nieuws/%3Ftheme=water")
    [hidden] = [field["value"] for field in elements(page, "input") if field.get("name") == "next"]
    assert hidden == "/nl/nieuws/?theme=water"
    assert client.post(LOGIN, {"login": "camille@example.org", "password": PASSWORD, "next": hidden}).url == hidden


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, member, elsewhere):
    response = client.post(LOGIN, {"login": "camille@example.org", "password": PASSWORD, "next": elsewhere})
    assert response.url == "/en/"


@pytest.mark.parametrize(("email", "password"), [("camille@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_a_wrong_word_says_the_same_whether_the_address_is_known_and_keeps_it(client, member, email, password):
    response = sign_in(client, email, password)
    assert [response.status_code, is_signed_in(client)] == [200, False]
    assert response.context["form"].non_field_errors() == [
        "The email address and/or password you specified are not correct."
    ]
    assert [field["value"] for field in elements(response, "input") if field["name"] == "login"] == [email]
    assert texts(response, "h2")[:1] == ["Please look at this first"]


def test_a_closed_account_stays_outside(client, site):
    account(is_active=False)
    sign_in(client)
    assert is_signed_in(client) is False


def test_guessing_is_slowed_down_with_a_page_that_says_so(client, member):
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


def test_nobody_signs_up_alone(client, site):
    response = client.get("/en/accounts/signup/")
    assert [response.status_code, texts(response, "h1")] == [200, ["Become a member"]]
    client.post("/en/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert EmailAddress.objects.count() == 0


def test_the_cms_sends_to_the_one_door_and_back(client, editor):
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


def test_a_member_at_the_door_of_the_cms_is_told_so_once_and_may_sign_out(client, member):
    client.force_login(member)
    response = client.get("/cms/", follow=True)
    assert [response.status_code, len(response.redirect_chain)] == [403, 1]
    assert [link["href"] for link in elements(response, "a")][-1].endswith("/accounts/logout/")
    assert texts(client.get("/en/news/"), "p").count("You do not have permission to access the admin.") == 0


@pytest.mark.parametrize("path", ["password_reset/", "password_reset/done/", "password_reset/confirm/x/y/"])
def test_the_cms_has_no_door_for_forgotten_passwords(client, site, path):
    response = client.get(f"/cms/{path}", follow=True, headers={"accept-language": "en"})
    if path == "password_reset/":
        assert response.redirect_chain == [("/en/accounts/password/reset/", 302)]
    else:
        assert response.status_code == 404


def test_signing_out_of_the_cms_leads_to_the_one_door(client, editor):
    client.force_login(editor)
    response = client.post("/cms/logout/", follow=True, headers={"accept-language": "en"})
    assert response.redirect_chain[-1][0].startswith("/en/accounts/login/")
    assert is_signed_in(client) is False


def test_wagtails_own_door_for_readers_leads_to_ours(client, member):
    response = client.get("/en/_util/login/?next=/en/news/")
    assert [response.status_code, response.url] == [302, "/en/accounts/login/?next=/en/news/"]
    client.post("/en/_util/login/", {"username": "camille@example.org", "password": PASSWORD})
    assert not is_signed_in(client)


def test_a_page_for_members_leads_visitors_through_our_door_and_back(client, member):
    page = make_page(NewsPage, title="Among ourselves", language="en")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    door = client.get(page.url, follow=True)
    assert door.redirect_chain[-1][0].startswith(LOGIN)
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
