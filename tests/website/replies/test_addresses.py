from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.pages import make_page
from tests.website.replies.conftest import DOMAIN
from website.news.models import NewsPage
from website.replies.addresses import LIFETIME, Signed, read_address, reply_address, tokens_in

pytestmark = pytest.mark.django_db
KEY = 2**31


def token(address: str) -> str:
    return tokens_in(address)[0]


def test_an_address_contains_user_target_and_last_day(address, camille, organisation):
    signed = read_address(token(address))
    assert [signed.user_id, signed.target_id, signed.last_day] == [
        camille.pk, organisation.pk, (timezone.now() + LIFETIME).date()
    ]  # fmt: skip
    assert signed.has_expired is False


def test_an_address_is_valid_for_sixty_days(address, monkeypatch):
    signed, now = read_address(token(address)), timezone.now()
    found = []
    for days in (59, 60, 61):
        monkeypatch.setattr(timezone, "now", lambda days=days: now + timedelta(days=days))
        found.append(signed.has_expired)
    assert found == [False, False, True]


@pytest.mark.parametrize(
    "write", [str.upper, str.title, str.swapcase, lambda text: f"<{text}>", lambda text: f" {text} "]
)
def test_an_address_is_recognised_in_any_case_and_with_brackets(address, write):
    assert tokens_in(write(address)) == [token(address)]


def test_an_address_with_the_largest_keys_is_short_enough_for_the_standard(organisation, camille):
    camille.pk, organisation.pk = KEY, KEY
    local, _at, domain = reply_address(camille, organisation).partition("@")
    assert [len(local) <= 64, domain, local == local.lower()] == [True, DOMAIN, True]
    assert read_address(local.removeprefix("reply+")).target_id == KEY
    organisation.pk = 2**100
    assert reply_address(camille, organisation) == ""


def test_a_token_with_any_changed_character_is_invalid(address):
    whole = token(address)
    altered = [
        whole[:i] + letter + whole[i + 1 :]
        for i, right in enumerate(whole)
        for letter in "abcdefghijklmnopqrstuvwxyz234567"
        if letter != right
    ]
    altered += [whole[:length] for length in range(len(whole))] + [whole + "a", "a" + whole, whole * 2]
    assert {read_address(other) for other in altered} == {None}


@given(st.text(max_size=80))
def test_any_other_text_is_invalid(text):
    assert read_address(text) is None
    assert read_address(text.lower()) is None


def test_each_person_has_their_own_address(camille, anna, organisation):
    mine, theirs = reply_address(camille, organisation), reply_address(anna, organisation)
    assert [read_address(token(mine)).user_id, read_address(token(theirs)).user_id] == [camille.pk, anna.pk]
    assert len({mine, theirs}) == 2


def test_a_token_is_valid_under_the_current_and_fallback_secret_keys_only(address, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    assert read_address(token(address)) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert isinstance(read_address(token(address)), Signed)


@pytest.mark.parametrize(
    "text",
    [
        "reply+abc@elsewhere.example.org",
        f"reply+abc@{DOMAIN}.example.net",
        f"reply+abc@sub.{DOMAIN}",
        f"noreply+abc@{DOMAIN}",
        f"reply@{DOMAIN}",
        f"reply+a b@{DOMAIN}",
    ],
)
def test_other_addresses_have_no_token(reply_domain, text):
    assert tokens_in(text) == []


def test_without_a_domain_or_a_handler_there_is_no_address(camille, organisation, site, settings):
    assert reply_address(camille, make_page(NewsPage)) == ""
    settings.REPLY_DOMAIN = ""
    assert [reply_address(camille, organisation), tokens_in(f"reply+abc@{DOMAIN}")] == ["", []]
