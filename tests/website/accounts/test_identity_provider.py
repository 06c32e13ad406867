"""An OpenID Connect provider by one variable: it opens accounts that are there, and makes none."""

from urllib.parse import parse_qs, urlsplit

import environ
import pytest
from allauth.socialaccount.models import SocialAccount

from tests.factories.people import UserFactory
from tests.reading import elements, texts
from tests.website.accounts.issuer import an_issuer
from website.accounts.models import User
from website.settings import storage

pytestmark = pytest.mark.django_db
LOGIN = "/en/accounts/connections/oidc/login/"
CAMILLE = {"sub": "c-1", "email": "camille@example.org", "email_verified": True, "given_name": "Camille"}


@pytest.fixture
def issuer(settings):
    with an_issuer() as issuer:
        env = environ.Env()
        env.ENVIRON = {"OIDC_URL": f"{issuer.url.replace('//', '//client:s%23cret@')}?name=ProConnect"}
        settings.SOCIALACCOUNT_PROVIDERS = storage.identity_provider(env)
        issuer.person = CAMILLE
        yield issuer


def come(client, query="", **changes):
    """The way there and back."""
    there = client.get(f"{LOGIN}{query}")
    asked = parse_qs(urlsplit(there.url).query)
    return client.get(f"{LOGIN}callback/", {"code": "1", "state": asked["state"][0], **changes})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_without_the_variable_there_is_no_trace_of_it(client, known, enter):
    page = client.get("/en/accounts/login/")
    assert [link for link in elements(page, "a") if "connections" in link["href"]] == []
    assert {client.get(address).status_code for address in (LOGIN, f"{LOGIN}callback/")} == {404}
    known()
    enter(client)
    assert client.get("/en/accounts/connections/").status_code == 404
    assert [link for link in elements(client.get("/en/accounts/"), "a") if "connections" in link["href"]] == []


def test_with_it_the_page_offers_it_and_keeps_where_one_wanted(client, site, issuer):
    page = client.get("/en/accounts/login/?next=/en/my/sheets/%3Fa=1")
    [link] = [link for link in elements(page, "a") if "connections" in link["href"]]
    assert [link["text"], link["href"]] == ["With ProConnect", f"{LOGIN}?next=%2Fen%2Fmy%2Fsheets%2F%3Fa%3D1"]


def test_the_way_there_says_who_asks_and_for_what(client, site, issuer):
    there = urlsplit(client.get(LOGIN).url)
    asked = parse_qs(there.query)
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{issuer.url}/authorize"
    assert [asked["client_id"], asked["code_challenge_method"]] == [["client"], ["S256"]]
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]
    assert asked["redirect_uri"] == [f"http://testserver{LOGIN}callback/"]


@pytest.mark.parametrize("signs", [False, True])
def test_who_has_an_account_is_in_and_from_then_on_both_belong_together(client, known, issuer, mailoutbox, signs):
    issuer.signs_userinfo = signs
    user = known()
    assert [come(client, "?next=/en/my/sheets/").url, is_signed_in(client)] == ["/en/my/sheets/", True]
    assert issuer.asked[0]["client_secret"] == ["s#cret"]
    assert [account.user for account in SocialAccount.objects.all()] == [user]
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    client.post("/en/accounts/logout/")
    user.email = "neu@example.org"
    user.save()
    user.emailaddress_set.update(verified=True)
    assert [come(client).url, is_signed_in(client)] == ["/en/", True]


@pytest.mark.parametrize("verified", [False, None, "false", "true", 1])
def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(client, known, issuer, verified):
    known()
    issuer.person = {**CAMILLE, "email_verified": verified}
    page = come(client)
    assert [texts(page, "h1"), is_signed_in(client)] == [["Become a member"], False]
    assert SocialAccount.objects.count() == 0


def test_an_address_that_is_not_confirmed_here_opens_nothing_either(client, site, issuer, known):
    UserFactory(email="camille@example.org")
    known("anna@example.org").emailaddress_set.create(email="camille@example.org")
    assert [texts(come(client), "h1"), is_signed_in(client)] == [["Become a member"], False]


def test_who_has_none_is_told_how_to_become_a_member_and_gets_none(client, site, issuer):
    before = User.objects.count()
    assert [texts(come(client), "h1"), is_signed_in(client)] == [["Become a member"], False]
    assert [User.objects.count(), SocialAccount.objects.count()] == [before, 0]


def test_a_closed_account_stays_closed(client, known, issuer):
    known(is_active=False)
    come(client)
    assert is_signed_in(client) is False


def test_a_second_step_is_asked_for_all_the_same(client, known, issuer):
    known().authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert [come(client).url, is_signed_in(client)] == ["/en/accounts/second-factor/authenticate/", False]


def test_nobody_links_another_persons_account_to_their_own(client, known, enter, issuer):
    known("anna@example.org")
    enter(client, "anna@example.org")
    assert come(client, "?process=connect").url == "/en/accounts/"
    assert SocialAccount.objects.count() == 0


def test_nobody_is_sent_to_another_site(client, known, issuer):
    known()
    assert come(client, "?next=https://evil.example/").url == "/en/"


@pytest.mark.parametrize("changes", [{"state": "other"}, {"state": ""}, {"error": "server_error"}])
def test_an_answer_that_nobody_asked_for_is_refused(client, known, issuer, changes):
    known()
    page = come(client, **changes)
    assert [page.status_code, texts(page, "h1"), is_signed_in(client)] == [401, ["That did not work"], False]


def test_who_thinks_better_of_it_is_told_so(client, site, issuer):
    response = come(client, error="access_denied")
    assert texts(client.get(response.url), "h1") == ["You are not signed in"]


@pytest.mark.parametrize("person", [{"sub": "x"}, {"sub": None}, {"sub": "c-1", "email": 5, "email_verified": True}])
def test_a_strange_answer_is_an_error_page(client, known, issuer, person):
    known()
    issuer.person = person
    assert [come(client).status_code in (200, 401), is_signed_in(client)] == [True, False]


def test_a_provider_that_is_down_is_an_error_page(client, site, issuer):
    issuer.is_broken = True
    page = client.get(LOGIN)
    assert [page.status_code, texts(page, "h1")] == [401, ["That did not work"]]


def test_only_the_one_provider_is_there(client, site, issuer):
    assert client.get("/en/accounts/connections/other/login/").status_code == 404


def test_a_person_unlinks_it(client, known, enter, issuer):
    user = known()
    come(client)
    page = client.get("/en/accounts/connections/")
    assert texts(page, "p").count("You can sign in with ProConnect.") == 1
    pk = user.socialaccount_set.get().pk
    assert client.post("/en/accounts/connections/", {"account": pk}).status_code == 302
    assert user.socialaccount_set.count() == 0
    assert client.get("/en/accounts/connections/").status_code == 200


class TestTheVariable:
    def read(self, url):
        env = environ.Env()
        env.ENVIRON = {"OIDC_URL": url} if url else {}
        return storage.identity_provider(env)

    def test_not_set_there_is_none(self):
        assert self.read("") == {}

    def test_it_names_all_that_is_needed(self):
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
    def test_what_will_not_do_is_refused(self, url):
        with pytest.raises(storage.ImproperlyConfigured, match="OIDC_URL must look like https://client:secret@"):
            self.read(url)
