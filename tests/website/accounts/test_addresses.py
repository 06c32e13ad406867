"""An account has one address, which changes only through a link mailed to the new one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command

from tests.factories.people import UserFactory
from website.accounts.actions import create_account, verify_address
from website.accounts.enums import Role
from website.accounts.models import User

pytestmark = pytest.mark.django_db
EMAIL = "/en/accounts/email/"


def addresses(user) -> list[tuple]:
    return sorted(EmailAddress.objects.filter(user=user).values_list("email", "primary", "verified"))


def link(mail) -> str:
    [address] = re.findall(rf"{settings.BASE_URL}(/\S+)", mail.body)
    return address


@pytest.fixture
def camille(make_account, client, log_in):
    user = make_account()
    log_in(client)
    return user


class TestCreatingAnAccount:
    def test_the_action_creates_an_unverified_address(self, site):
        user = create_account("Camille@Example.org", role=Role.PARTNER, first_name="Camille", language="de")
        assert addresses(user) == [("camille@example.org", True, False)]
        assert [user.has_usable_password(), user.language, user.first_name] == [False, "de", "Camille"]
        assert list(user.groups.values_list("name", flat=True)) == ["Partners"]

    def test_the_action_can_create_a_verified_address(self, site):
        user = create_account("camille@example.org", role=Role.MEMBER, password="x", is_verified=True)
        assert [addresses(user), user.check_password("x")] == [[("camille@example.org", True, True)], True]

    def test_createsuperuser_creates_an_unverified_address(self, site, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "x")
        call_command("createsuperuser", email="ada@example.org", interactive=False, verbosity=0)
        assert addresses(User.objects.get()) == [("ada@example.org", True, False)]

    def test_a_change_by_an_administrator_replaces_the_address_and_must_be_confirmed(self, camille):
        camille.email = "Neu@example.org"
        camille.save()
        assert addresses(camille) == [("neu@example.org", True, False)]

    def test_the_replaced_address_is_notified_in_the_language_of_the_account(
        self, site, mailoutbox, django_capture_on_commit_callbacks
    ):
        user = UserFactory(email="mia@example.org", language="en")
        verify_address(user)
        EmailAddress.objects.create(user=user, email="wished@example.org")
        with django_capture_on_commit_callbacks(execute=True):
            user.email = "mia.becker@example.org"
            user.save()
            user.save()
        [mail] = mailoutbox
        assert [mail.to, mail.subject] == [["mia@example.org"], "The email address of your account has changed"]
        assert "You can no longer sign in with mia@example.org" in mail.body
        assert "mia.becker@" not in mail.body

    def test_creating_or_deleting_an_account_sends_no_such_mail(
        self, site, mailoutbox, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            create_account("camille@example.org", role=Role.MEMBER).delete()
        assert mailoutbox == []

    def test_saving_other_fields_leaves_the_address_verified(self, camille):
        camille.first_name = "Cam"
        camille.save()
        User.objects.get(pk=camille.pk).save(update_fields=["last_name"])
        assert addresses(camille) == [("camille@example.org", True, True)]

    def test_an_address_that_waits_for_confirmation_can_be_set_by_an_administrator(self, camille):
        EmailAddress.objects.create(user=camille, email="neu@example.org")
        camille.email = "neu@example.org"
        camille.save()
        assert addresses(camille) == [("neu@example.org", True, False)]


class TestChangingTheAddress:
    def ask(self, client, email="neu@example.org"):
        return client.post(EMAIL, {"action_add": "", "email": email})

    def test_the_new_address_is_used_once_confirmed_and_the_old_one_is_notified(
        self, client, camille, mailoutbox, log_in
    ):
        assert self.ask(client).status_code == 302
        [mail] = mailoutbox
        assert [mail.to, addresses(camille)] == [
            ["neu@example.org"],
            [("camille@example.org", True, True), ("neu@example.org", False, False)],
        ]
        client.post(link(mail))
        camille.refresh_from_db()
        assert [camille.email, addresses(camille)] == ["neu@example.org", [("neu@example.org", True, True)]]
        assert [mail.to for mail in mailoutbox[1:]] == [["camille@example.org"]]
        client.logout()
        assert log_in(client).status_code == 200
        assert log_in(client, "neu@example.org").status_code == 302

    def test_the_change_can_be_cancelled_until_it_is_confirmed(self, client, camille, mailoutbox):
        self.ask(client)
        client.post(EMAIL, {"action_remove": "", "email": "neu@example.org"})
        assert addresses(camille) == [("camille@example.org", True, True)]
        client.post(link(mailoutbox[0]))
        assert addresses(camille) == [("camille@example.org", True, True)]

    def test_the_primary_address_cannot_be_removed_nor_an_unconfirmed_one_made_primary(self, client, camille):
        self.ask(client)
        client.post(EMAIL, {"action_primary": "", "email": "neu@example.org"})
        client.post(EMAIL, {"action_remove": "", "email": "camille@example.org"})
        assert addresses(camille)[0] == ("camille@example.org", True, True)

    @pytest.mark.parametrize("email", ["neu", "", "camille@example.org", f"{'a' * 300}@example.org", "x@\0.org"])
    def test_an_invalid_address_is_a_form_error(self, client, camille, email):
        response = self.ask(client, email)
        assert [response.status_code, list(response.context["form"].errors)] == [200, ["email"]]

    def test_an_address_of_another_account_gets_the_same_response_and_is_not_taken(self, client, camille, mailoutbox):
        anna = UserFactory(email="anna@example.org")
        free, taken = self.ask(client, "free@example.org"), self.ask(client, "anna@example.org")
        assert [(answer.status_code, answer.url) for answer in (free, taken)] == [(302, EMAIL)] * 2
        assert [mail.to for mail in mailoutbox] == [["free@example.org"], ["anna@example.org"]]
        assert client.post(link(mailoutbox[1])).status_code in (200, 302)
        camille.refresh_from_db()
        assert [camille.email, addresses(anna)] == ["camille@example.org", [("anna@example.org", True, False)]]

    def test_the_current_address_must_be_confirmed_first(self, client, camille):
        EmailAddress.objects.filter(user=camille).update(verified=False)
        response = self.ask(client)
        assert [response.status_code, list(response.context["form"].errors)] == [200, ["email"]]
        assert addresses(camille) == [("camille@example.org", True, False)]

    def test_the_confirmation_link_of_another_person_does_not_sign_in(
        self, client, camille, mailoutbox, make_account, log_in
    ):
        self.ask(client)
        make_account("anna@example.org")
        client.logout()
        log_in(client, "anna@example.org")
        client.post(link(mailoutbox[0]))
        assert "_auth_user_id" not in client.session


def test_the_link_for_a_forgotten_password_proves_the_address_too(client, site, mailoutbox, log_in):
    user = create_account("camille@example.org", role=Role.MEMBER, language="en")
    client.post("/en/accounts/password/reset/", {"email": user.email})
    form = client.get(link(mailoutbox[0]), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "un-autre-mot-long", "password2": "un-autre-mot-long"})
    assert addresses(user) == [("camille@example.org", True, True)]
    assert log_in(client, password="un-autre-mot-long").url == "/en/"


def test_verify_address_marks_the_address_as_verified(site):
    user = UserFactory()
    verify_address(user)
    assert addresses(user) == [(user.email, True, True)]
