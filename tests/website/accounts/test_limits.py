"""How often anybody may try, counted per account and per address of the network."""

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


def test_an_account_takes_five_wrong_passwords_and_then_not_even_the_right_one(client, known, enter):
    known()
    assert [is_refused(answer) for answer in guess(client, number=6)] == [False] * 5 + [True]
    assert [is_refused(enter(client)), "_auth_user_id" in client.session] == [True, False]


def test_from_other_addresses_of_the_network_no_more(client, known, settings):
    known()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [guess(client, **{"x-forwarded-for": f"192.0.2.{number}"})[0] for number in range(6)]
    assert [is_refused(answer) for answer in answers] == [False] * 5 + [True]


def test_nor_under_another_name_of_the_site_or_another_spelling(client, known, settings):
    known()
    settings.ALLOWED_HOSTS = [".example.org"]
    answers = []
    for number in range(6):
        email = "camille@example.org" if number % 2 else "CAMILLE@example.org"
        answers += guess(client, email, host=f"name{number}.example.org")
    assert [is_refused(answer) for answer in answers] == [False] * 5 + [True]


def test_one_address_of_the_network_tries_ten_accounts_in_a_minute(client, site):
    answers = [guess(client, f"person{number}@example.org")[0] for number in range(11)]
    assert [is_refused(answer) for answer in answers] == [False] * 10 + [True]


def test_who_is_refused_does_not_keep_others_out(client, known, enter, settings):
    known()
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
def test_only_what_our_own_proxies_say_counts(client, known, settings, rf, proxies, forwarded, counted_by):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    user = known()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD}, headers={"x-forwarded-for": forwarded})
    assert user.usersession_set.get().ip == counted_by


def test_without_any_address_at_all_somebody_can_still_sign_in(client, known):
    user = known()
    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD}, REMOTE_ADDR="")
    assert [response.url, user.usersession_set.get().ip] == ["/en/", UNKNOWN_ADDRESS]


def test_mails_about_a_forgotten_password_are_few(client, known, mailoutbox):
    known()
    answers = [client.post("/en/accounts/password/reset/", {"email": "camille@example.org"}) for _number in range(6)]
    assert [[answer.status_code for answer in answers], len(mailoutbox)] == [[302] * 5 + [429], 5]


def test_the_search_is_wide_open_and_yet_not_endless(client, site, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "search": "3/m/ip"}
    answers = [client.get("/en/search/", {"q": "heat"}) for _number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert texts(answers[-1], "h1") == ["That was too often in too short a time"]


def test_two_searches_a_second_bother_nobody(client, site):
    assert {client.get("/en/search/").status_code for _number in range(120)} == {200}


def test_they_are_counted_in_the_cache_that_all_processes_share(client, known):
    known()
    guess(client, number=6)
    cache.clear()
    assert is_refused(guess(client)[0]) is False
