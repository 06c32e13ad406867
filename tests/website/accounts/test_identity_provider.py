"""The OpenID Connect provider of `OIDC_URL` signs in to existing accounts and creates none."""

from urllib.parse import parse_qs, urlsplit

import environ
import pytest
from allauth.socialaccount.models import SocialAccount

from tests.factories.people import UserFactory
from tests.reading import elements, texts
from tests.website.accounts.issuer import run_issuer
from website.accounts.models import User
from website.settings import storage

pytestmark = pytest.mark.django_db
LOGIN = "/en/accounts/connections/oidc/login/"
CAMILLE = {"sub": "c-1", "email": "camille@example.org", "email_verified": True, "given_name": "Camille"}


@pytest.fixture
def issuer(settings):
    with run_issuer() as issuer:
        env = environ.Env()
        env.ENVIRON = {"OIDC_URL": f"{issuer.url.replace('//', '//client:s%23cret@')}?name=ProConnect"}
        settings.SOCIALACCOUNT_PROVIDERS = storage.identity_provider(env)
        issuer.person = CAMILLE
        yield issuer


def sign_in_with_provider(client, query="", **changes):
    """Follow the redirect to the provider and call the callback."""
    there = client.get(f"{LOGIN}{query}")
    asked = parse_qs(urlsplit(there.url).query)
    return client.get(f"{LOGIN}callback/", {"code": "1", "state": asked["state"][0], **changes})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_without_the_variable_nothing_of_it_is_visible(client, make_account, log_in):
    page = client.get("/en/accounts/login/")
    assert [link for link in elements(page, "a") if "connections" in link["href"]] == []
    assert {client.get(address).status_code for address in (LOGIN, f"{LOGIN}callback/")} == {404}
    make_account()
    log_in(client)
    assert client.get("/en/accounts/connections/").status_code == 404
    assert [link for link in elements(client.get("/en/accounts/"), "a") if "connections" in link["href"]] == []


def test_the_sign_in_page_links_to_the_provider_and_keeps_next(client, site, issuer):
    page = client.get("/en/accounts/login/?next=/en/my/sheets/%3Fa=1")
    [link] = [link for link in elements(page, "a") if "connections" in link["href"]]
    assert [link["text"], link["href"]] == ["With ProConnect", f"{LOGIN}?next=%2Fen%2Fmy%2Fsheets%2F%3Fa%3D1"]


def test_the_authorization_request_has_client_scope_and_callback(client, site, issuer):
    there = urlsplit(client.get(LOGIN).url)
    asked = parse_qs(there.query)
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{issuer.url}/authorize"
    assert [asked["client_id"], asked["code_challenge_method"]] == [["client"], ["S256"]]
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]
    assert asked["redirect_uri"] == [f"http://testserver{LOGIN}callback/"]


@pytest.mark.parametrize("signs", [False, True])
def test_the_provider_signs_in_to_an_account_and_links_it(client, make_account, issuer, mailoutbox, signs):
    issuer.signs_userinfo = signs
    user = make_account()
    assert [sign_in_with_provider(client, "?next=/en/my/sheets/").url, is_signed_in(client)] == ["/en/my/sheets/", True]
    assert issuer.asked[0]["client_secret"] == ["s#cret"]
    assert [account.user for account in SocialAccount.objects.all()] == [user]
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    client.post("/en/accounts/logout/")
    user.email = "neu@example.org"
    user.save()
    user.emailaddress_set.update(verified=True)
    assert [sign_in_with_provider(client).url, is_signed_in(client)] == ["/en/", True]


@pytest.mark.parametrize("verified", [False, None, "false", "true", 1])
def test_an_address_that_the_provider_has_not_verified_does_not_sign_in(client, make_account, issuer, verified):
    make_account()
    issuer.person = {**CAMILLE, "email_verified": verified}
    page = sign_in_with_provider(client)
    assert [texts(page, "h1"), is_signed_in(client)] == [["Become a member"], False]
    assert SocialAccount.objects.count() == 0


def test_an_address_that_is_not_confirmed_here_does_not_sign_in(client, site, issuer, make_account):
    UserFactory(email="camille@example.org")
    make_account("anna@example.org").emailaddress_set.create(email="camille@example.org")
    assert [texts(sign_in_with_provider(client), "h1"), is_signed_in(client)] == [["Become a member"], False]


def test_without_an_account_the_page_on_membership_is_shown_and_none_is_created(client, site, issuer):
    before = User.objects.count()
    assert [texts(sign_in_with_provider(client), "h1"), is_signed_in(client)] == [["Become a member"], False]
    assert [User.objects.count(), SocialAccount.objects.count()] == [before, 0]


def test_a_closed_account_stays_closed(client, make_account, issuer):
    make_account(is_active=False)
    sign_in_with_provider(client)
    assert is_signed_in(client) is False


def test_the_second_step_is_still_required(client, make_account, issuer):
    make_account().authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert [sign_in_with_provider(client).url, is_signed_in(client)] == [
        "/en/accounts/second-factor/authenticate/",
        False,
    ]


def test_the_provider_account_of_another_person_cannot_be_linked(client, make_account, log_in, issuer):
    make_account("anna@example.org")
    log_in(client, "anna@example.org")
    assert sign_in_with_provider(client, "?process=connect").url == "/en/accounts/"
    assert SocialAccount.objects.count() == 0


def test_nobody_is_sent_to_another_site(client, make_account, issuer):
    make_account()
    assert sign_in_with_provider(client, "?next=https://evil.example/").url == "/en/"


@pytest.mark.parametrize("changes", [{"state": "other"}, {"state": ""}, {"error": "server_error"}])
def test_an_unsolicited_callback_is_refused(client, make_account, issuer, changes):
    make_account()
    page = sign_in_with_provider(client, **changes)
    assert [page.status_code, texts(page, "h1"), is_signed_in(client)] == [401, ["Sign-in failed"], False]


def test_cancelling_at_the_provider_leads_to_a_page_that_says_so(client, site, issuer):
    response = sign_in_with_provider(client, error="access_denied")
    assert texts(client.get(response.url), "h1") == ["You are not signed in"]


@pytest.mark.parametrize("person", [{"sub": "x"}, {"sub": None}, {"sub": "c-1", "email": 5, "email_verified": True}])
def test_malformed_claims_lead_to_an_error_page(client, make_account, issuer, person):
    make_account()
    issuer.person = person
    assert [sign_in_with_provider(client).status_code in (200, 401), is_signed_in(client)] == [True, False]


def test_a_provider_that_is_down_leads_to_an_error_page(client, site, issuer):
    issuer.is_broken = True
    page = client.get(LOGIN)
    assert [page.status_code, texts(page, "h1")] == [401, ["Sign-in failed"]]


def test_another_provider_is_not_found(client, site, issuer):
    assert client.get("/en/accounts/connections/other/login/").status_code == 404


def test_a_provider_account_can_be_unlinked(client, make_account, log_in, issuer):
    user = make_account()
    sign_in_with_provider(client)
    page = client.get("/en/accounts/connections/")
    assert texts(page, "p").count("You can sign in with ProConnect.") == 1
    pk = user.socialaccount_set.get().pk
    assert client.post("/en/accounts/connections/", {"account": pk}).status_code == 302
    assert user.socialaccount_set.count() == 0
    assert client.get("/en/accounts/connections/").status_code == 200


class TestOidcUrl:
    def read(self, url):
        env = environ.Env()
        env.ENVIRON = {"OIDC_URL": url} if url else {}
        return storage.identity_provider(env)

    def test_without_a_value_there_is_no_provider(self):
        assert self.read("") == {}

    def test_the_url_contains_the_whole_configuration(self):
        found = self.read(
            "https://cl%3Aient:s%23cret@id.example.org:8443/realms/eit/?name=ProConnect&scope=openid+email"
        )
        assert found["openid_connect"]["APPS"] == [
            {
                "provider_id": "oidc",
                "name": "ProConnect",
                "client_id": "cl:ient",
                "secret": "s#cret",
                "settings": {"server_url": "https://id.example.org:8443/realms/eit", "scope": ["openid", "email"]},
            }
        ]

    @pytest.mark.parametrize(
        "url", ["id.example.org", "https://id.example.org", "http://a:b@id.example.org", "https://a@id.example.org"]
    )
    def test_an_incomplete_url_is_refused(self, url):
        with pytest.raises(storage.ImproperlyConfigured, match="OIDC_URL must look like https://client:secret@"):
            self.read(url)
