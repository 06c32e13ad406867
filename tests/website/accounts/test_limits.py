"""Rate limits, counted per account and per IP address."""

import pytest
from django.core.cache import cache

from tests.reading import texts
from tests.website.accounts.conftest import PASSWORD
from website.accounts.adapters import UNKNOWN_ADDRESS

pytestmark = pytest.mark.django_db
LOGIN = "/en/accounts/login/"


def guess(client, email="camille@example.org", number=1, **headers):
    answers = []
    for attempt in range(number):
        data = {"login": email, "password": f"guess {attempt}"}
        answers.append(client.post(LOGIN, data, headers=headers or None))
    return answers


def is_refused(answer) -> bool:
    if answer.status_code == 429:
        return True
    return answer.context["form"].non_field_errors() == ["Too many failed login attempts. Try again later."]


def test_after_five_wrong_passwords_even_the_right_one_is_refused(client, make_account, log_in):
    make_account()
    assert [is_refused(answer) for answer in guess(client, number=6)] == [False] * 5 + [True]
    assert [is_refused(log_in(client)), "_auth_user_id" in client.session] == [True, False]


def test_guesses_from_different_ip_addresses_are_counted_together(client, make_account, settings):
    make_account()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [guess(client, **{"x-forwarded-for": f"192.0.2.{number}"})[0] for number in range(6)]
    assert [is_refused(answer) for answer in answers] == [False] * 5 + [True]


def test_guesses_under_other_host_names_or_spellings_are_counted_together(client, make_account, settings):
    make_account()
    settings.ALLOWED_HOSTS = [".example.org"]
    answers = []
    for number in range(6):
        email = "camille@example.org" if number % 2 else "CAMILLE@example.org"
        answers += guess(client, email, host=f"name{number}.example.org")
    assert [is_refused(answer) for answer in answers] == [False] * 5 + [True]


def test_one_ip_address_may_try_ten_accounts_in_a_minute(client, site):
    answers = [guess(client, f"person{number}@example.org")[0] for number in range(11)]
    assert [is_refused(answer) for answer in answers] == [False] * 10 + [True]


def test_a_refused_ip_address_does_not_lock_others_out(client, make_account, log_in, settings):
    make_account()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        guess(client, f"person{number}@example.org", **{"x-forwarded-for": "192.0.2.7"})
    login = {"login": "camille@example.org", "password": PASSWORD}
    assert client.post(LOGIN, login, headers={"x-forwarded-for": "192.0.2.8"}).url == "/en/"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted_by"),
    [
        (0, "192.0.2.7", "127.0.0.1"),
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        (2, "192.0.2.7, 10.0.0.1", "192.0.2.7"),
        (2, "198.51.100.1, 192.0.2.7, 10.0.0.1", "192.0.2.7"),
        (2, "192.0.2.7", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_trusted_proxies_determine_the_ip_address(
    client, make_account, settings, rf, proxies, forwarded, counted_by
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    user = make_account()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD}, headers={"x-forwarded-for": forwarded})
    assert user.usersession_set.get().ip == counted_by


def test_signing_in_works_without_an_ip_address(client, make_account):
    user = make_account()
    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD}, REMOTE_ADDR="")
    assert [response.url, user.usersession_set.get().ip] == ["/en/", UNKNOWN_ADDRESS]


def test_password_reset_mails_are_limited(client, make_account, mailoutbox):
    make_account()
    answers = [client.post("/en/accounts/password/reset/", {"email": "camille@example.org"}) for _number in range(6)]
    assert [[answer.status_code for answer in answers], len(mailoutbox)] == [[302] * 5 + [429], 5]


def test_searches_are_limited(client, site, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "search": "3/m/ip"}
    answers = [client.get("/en/search/", {"q": "heat"}) for _number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert texts(answers[-1], "h1") == ["You have made too many attempts"]


def test_two_searches_a_second_are_allowed(client, site):
    assert {client.get("/en/search/").status_code for _number in range(120)} == {200}


def test_attempts_are_counted_in_the_shared_cache(client, make_account):
    make_account()
    guess(client, number=6)
    cache.clear()
    assert is_refused(guess(client)[0]) is False
