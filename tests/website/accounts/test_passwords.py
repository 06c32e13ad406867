"""Password reset: a mail in the person's language, whose link sets one new password."""

import re

import pytest
from django.conf import settings

from tests.factories.people import UserFactory
from tests.reading import texts
from website.accounts.actions import verify_address

pytestmark = pytest.mark.django_db
RESET = "/en/accounts/password/reset/"
NEW = "condensats-et-vapeur"
LANGUAGES = ["fr", "de", "nl", "en"]


def ask(client, email: str):
    response = client.post(RESET, {"email": email})
    assert [response.status_code, response.url] == [302, f"{RESET}done/"]
    assert client.get(response.url).status_code == 200


def link(mail) -> str:
    [address] = re.findall(rf"{settings.BASE_URL}(/\S+)", mail.body)
    return address


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_and_its_link_are_in_the_language_of_the_account(client, site, mailoutbox, language):
    UserFactory(email="camille@example.org", language=language)
    ask(client, "Camille@Example.org")
    [mail] = mailoutbox
    assert [mail.to, mail.extra_headers["Auto-Submitted"]] == [["camille@example.org"], "auto-generated"]
    [html] = [alternative.content for alternative in mail.alternatives]
    assert [f'<html lang="{language}">' in html, html.count(f'href="{settings.BASE_URL}{link(mail)}"')] == [True, 1]
    assert mail.body.count("Boucles Grand Est") == 2
    assert link(mail).startswith(f"/{language}/accounts/password/reset/key/")


def test_the_mail_is_translated_into_four_languages(client, site, mailoutbox):
    for number, language in enumerate(LANGUAGES):
        UserFactory(email=f"camille{number}@example.org", language=language)
        ask(client, f"camille{number}@example.org")
    assert len({mail.subject for mail in mailoutbox}) == 4
    assert len({mail.body.splitlines()[2] for mail in mailoutbox}) == 4


def test_the_link_sets_a_new_password_once(client, site, mailoutbox):
    user = UserFactory(email="camille@example.org", language="de")
    verify_address(user)
    ask(client, user.email)
    form = client.get(link(mailoutbox[0]), follow=True)
    address = form.redirect_chain[-1][0]
    wrong = client.post(address, {"password1": "12345", "password2": "12345"})
    assert [wrong.status_code, list(wrong.context["form"].errors)] == [200, ["password1"]]
    done = client.post(address, {"password1": NEW, "password2": NEW}, follow=True)
    assert done.status_code == 200
    user.refresh_from_db()
    assert user.check_password(NEW) is True
    client.logout()
    again = client.get(link(mailoutbox[0]), follow=True)
    assert [again.status_code, len(texts(again, "h1"))] == [200, 1]
    assert client.post("/fr/accounts/login/", {"login": user.email, "password": NEW}).url == "/fr/"


def test_an_unknown_address_is_informed_by_mail_only_and_not_invited_to_sign_up(client, site, mailoutbox):
    ask(client, "nobody@example.org")
    [mail] = mailoutbox
    assert mail.to == ["nobody@example.org"]
    assert [mail.body.count("nobody@example.org"), mail.body.count("signup")] == [1, 0]


def test_a_closed_account_gets_no_link(client, site, mailoutbox):
    UserFactory(email="camille@example.org", is_active=False)
    ask(client, "camille@example.org")
    assert [mail.body.count("/key/") for mail in mailoutbox] == [0]


def test_an_account_created_by_an_administrator_confirms_its_address_at_the_first_sign_in(client, site, mailoutbox):
    user = UserFactory(email="camille@example.org", language="nl")
    user.set_password(NEW)
    user.save()
    response = client.post("/en/accounts/login/", {"login": user.email, "password": NEW}, follow=True)
    assert [response.status_code, response.redirect_chain[-1][0]] == [200, "/en/accounts/confirm-email/"]
    [mail] = mailoutbox
    assert link(mail).startswith("/nl/accounts/confirm-email/")
    assert client.get(link(mail)).status_code == 200
    client.post(link(mail))
    assert client.post("/en/accounts/login/", {"login": user.email, "password": NEW}).url == "/en/"


def test_a_member_changes_their_password(client, site):
    user = UserFactory()
    user.set_password(NEW)
    user.save()
    client.force_login(user)
    address = "/en/accounts/password/change/"
    assert client.get(address).status_code == 200
    data = {"oldpassword": NEW, "password1": "un-autre-mot-long", "password2": "un-autre-mot-long"}
    assert client.post(address, {**data, "oldpassword": "faux"}).status_code == 200
    client.post(address, data)
    user.refresh_from_db()
    assert user.check_password("un-autre-mot-long") is True
