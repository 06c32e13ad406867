"""Neither the content of a response nor the work it takes reveals whether an address has an account."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from tests.factories.people import UserFactory
from tests.reading import elements, texts

pytestmark = pytest.mark.django_db
KINDS = ["unknown", "known", "unconfirmed", "closed", "without a password"]
LOGIN, RESET = "/en/accounts/login/", "/en/accounts/password/reset/"


class CountingHasher(MD5PasswordHasher):
    """The hasher of the tests, which also counts its calls."""

    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)


@pytest.fixture
def hashings(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]

    def count(act) -> int:
        CountingHasher.count = 0
        act()
        return CountingHasher.count

    return count


@pytest.fixture
def address(make_account):
    """`address(kind)`: an address of an account of that kind."""

    def make(kind):
        email = f"{kind.replace(' ', '-')}@example.org"
        if kind in ("known", "closed"):
            make_account(email, is_active=kind == "known")
        elif kind == "unconfirmed":
            user = UserFactory(email=email)
            user.set_password("x")
            user.save()
        elif kind == "without a password":
            user = UserFactory(email=email)
            user.set_unusable_password()
            user.save()
        return email

    return make


def visible(response, email) -> list:
    """Return what a person sees of a response, without the address itself."""
    words = [text.replace(email, "…") for tag in ("h1", "h2", "p", "li", "title") for text in texts(response, tag)]
    fields = [(field.get("name"), field.get("type")) for field in elements(response, "input")]
    return [response.status_code, words, fields]


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_password_is_hashed_once_for_any_address(client, hashings, address, kind):
    email = address(kind)
    assert hashings(lambda: client.post(LOGIN, {"login": email, "password": "wrong"})) == 1


def test_a_wrong_password_gets_the_same_response_for_any_address(client, address):
    answers = []
    for kind in KINDS:
        email = address(kind)
        answers.append(visible(client.post(LOGIN, {"login": email, "password": "wrong"}), email))
    assert answers == [answers[0]] * len(KINDS)


def test_an_unconfirmed_new_address_of_another_account_takes_no_more_work(client, hashings, make_account, address):
    make_account().emailaddress_set.create(email="unknown@example.org")
    assert hashings(lambda: client.post(LOGIN, {"login": "unknown@example.org", "password": "wrong"})) == 1


def test_a_forgotten_password_gets_the_same_response_for_any_address(client, address, hashings, mailoutbox):
    answers, works = [], []
    for kind in KINDS:
        email = address(kind)
        works.append(hashings(lambda email=email: client.post(RESET, {"email": email})))
        response = client.post(RESET, {"email": f"x{email}"}, follow=True)
        answers.append(visible(response, email))
    assert [answers, works] == [[answers[0]] * len(KINDS), [0] * len(KINDS)]
    # Each address gets one mail, so that the time it takes to send reveals nothing either.
    assert sorted(mail.to[0] for mail in mailoutbox if not mail.to[0].startswith("x")) == sorted(
        f"{kind.replace(' ', '-')}@example.org" for kind in KINDS
    )


@pytest.mark.parametrize("email", [f"{'a' * 250}@example.org", "a@\0.org", "a", ""])
def test_an_impossible_address_is_a_form_error(client, site, email, mailoutbox):
    response = client.post(RESET, {"email": email})
    assert [response.status_code, list(response.context["form"].errors), mailoutbox] == [200, ["email"], []]


def test_the_signup_page_asks_for_no_address(client, site):
    response = client.post("/en/accounts/signup/", {"email": "known@example.org"})
    assert [field for field in elements(response, "input") if field.get("type") == "email"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_intermediate_pages_reveal_nothing_without_their_key(client, address, kind):
    address(kind)
    for path in ("confirm-email/abc/", "password/reset/key/1-abc/", "inactive/", "confirm-email/"):
        assert client.get(f"/en/accounts/{path}").status_code == 200


def test_reauthentication_pages_require_sign_in(client, site):
    for path in ("reauthenticate/", "second-factor/reauthenticate/", "second-factor/webauthn/reauthenticate/"):
        assert client.get(f"/en/accounts/{path}").url.startswith("/en/accounts/login/")


def test_the_second_step_is_not_available_without_the_first(client, site):
    assert client.get("/en/accounts/second-factor/authenticate/").url == LOGIN


def test_the_passkey_challenge_is_the_same_with_and_without_a_passkey(client, make_account):
    first = client.get("/en/accounts/second-factor/webauthn/login/", headers={"accept": "application/json"}).json()
    make_account().authenticator_set.create(type="webauthn", data={"name": "Phone", "credential": {}})
    second = client.get("/en/accounts/second-factor/webauthn/login/", headers={"accept": "application/json"}).json()
    for answer in (first, second):
        assert answer["request_options"]["publicKey"].pop("challenge")
    assert first == second
