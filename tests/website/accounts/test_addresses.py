"""One address per account, and no other way to it than through the mail that goes there."""

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
def camille(known, client, enter):
    user = known()
    enter(client)
    return user


class TestWhateverMakesAnAccount:
    def test_the_rooms_own_verb(self, site):
        user = create_account("Camille@Example.org", role=Role.PARTNER, first_name="Camille", language="de")
        assert addresses(user) == [("camille@example.org", True, False)]
        assert [user.has_usable_password(), user.language, user.first_name] == [False, "de", "Camille"]
        assert list(user.groups.values_list("name", flat=True)) == ["Partners"]

    def test_the_rooms_own_verb_for_an_address_that_is_proven(self, site):
        user = create_account("camille@example.org", role=Role.MEMBER, password="x", is_verified=True)
        assert [addresses(user), user.check_password("x")] == [[("camille@example.org", True, True)], True]

    def test_the_command_for_the_first_administrator(self, site, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "x")
        call_command("createsuperuser", email="ada@example.org", interactive=False, verbosity=0)
        assert addresses(User.objects.get()) == [("ada@example.org", True, False)]

    def test_a_change_by_an_administrator_replaces_it_and_it_is_to_be_confirmed(self, camille):
        camille.email = "Neu@example.org"
        camille.save()
        assert addresses(camille) == [("neu@example.org", True, False)]

    def test_the_one_that_an_administrator_replaces_is_told_in_its_persons_language(
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
        assert [mail.to, mail.subject] == [["mia@example.org"], "Your account has another e-mail address"]
        assert "You can no longer sign in with mia@example.org" in mail.body
        assert "mia.becker@" not in mail.body

    def test_who_is_new_or_goes_away_gets_no_such_mail(self, site, mailoutbox, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            create_account("camille@example.org", role=Role.MEMBER).delete()
        assert mailoutbox == []

    def test_saving_anything_else_changes_nothing(self, camille):
        camille.first_name = "Cam"
        camille.save()
        User.objects.get(pk=camille.pk).save(update_fields=["last_name"])
        assert addresses(camille) == [("camille@example.org", True, True)]

    def test_a_change_that_only_awaited_its_confirmation_becomes_the_accounts_own(self, camille):
        EmailAddress.objects.create(user=camille, email="neu@example.org")
        camille.email = "neu@example.org"
        camille.save()
        assert addresses(camille) == [("neu@example.org", True, False)]


class TestChangingIt:
    def ask(self, client, email="neu@example.org"):
        return client.post(EMAIL, {"action_add": "", "email": email})

    def test_the_new_one_counts_once_it_is_confirmed_and_the_old_one_is_told(self, client, camille, mailoutbox, enter):
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
        assert enter(client).status_code == 200
        assert enter(client, "neu@example.org").status_code == 302

    def test_until_then_it_can_be_given_up(self, client, camille, mailoutbox):
        self.ask(client)
        client.post(EMAIL, {"action_remove": "", "email": "neu@example.org"})
        assert addresses(camille) == [("camille@example.org", True, True)]
        client.post(link(mailoutbox[0]))
        assert addresses(camille) == [("camille@example.org", True, True)]

    def test_the_accounts_own_cannot_be_removed_nor_an_unconfirmed_one_made_the_first(self, client, camille):
        self.ask(client)
        client.post(EMAIL, {"action_primary": "", "email": "neu@example.org"})
        client.post(EMAIL, {"action_remove": "", "email": "camille@example.org"})
        assert addresses(camille)[0] == ("camille@example.org", True, True)

    @pytest.mark.parametrize("email", ["neu", "", "camille@example.org", f"{'a' * 300}@example.org", "x@\0.org"])
    def test_what_is_none_is_asked_for_again(self, client, camille, email):
        response = self.ask(client, email)
        assert [response.status_code, list(response.context["form"].errors)] == [200, ["email"]]

    def test_the_answer_is_the_same_for_somebody_elses_and_theirs_it_stays(self, client, camille, mailoutbox):
        anna = UserFactory(email="anna@example.org")
        free, taken = self.ask(client, "free@example.org"), self.ask(client, "anna@example.org")
        assert [(answer.status_code, answer.url) for answer in (free, taken)] == [(302, EMAIL)] * 2
        assert [mail.to for mail in mailoutbox] == [["free@example.org"], ["anna@example.org"]]
        assert client.post(link(mailoutbox[1])).status_code in (200, 302)
        camille.refresh_from_db()
        assert [camille.email, addresses(anna)] == ["camille@example.org", [("anna@example.org", True, False)]]

    def test_not_before_the_present_one_is_confirmed(self, client, camille):
        EmailAddress.objects.filter(user=camille).update(verified=False)
        response = self.ask(client)
        assert [response.status_code, list(response.context["form"].errors)] == [200, ["email"]]
        assert addresses(camille) == [("camille@example.org", True, False)]

    def test_another_persons_link_does_not_open_ones_own_account(self, client, camille, mailoutbox, known, enter):
        self.ask(client)
        known("anna@example.org")
        client.logout()
        enter(client, "anna@example.org")
        client.post(link(mailoutbox[0]))
        assert "_auth_user_id" not in client.session


def test_the_link_for_a_forgotten_password_proves_the_address_too(client, site, mailoutbox, enter):
    user = create_account("camille@example.org", role=Role.MEMBER, language="en")
    client.post("/en/accounts/password/reset/", {"email": user.email})
    form = client.get(link(mailoutbox[0]), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "un-autre-mot-long", "password2": "un-autre-mot-long"})
    assert addresses(user) == [("camille@example.org", True, True)]
    assert enter(client, password="un-autre-mot-long").url == "/en/"


def test_an_address_is_verified_by_a_verb(site):
    user = UserFactory()
    verify_address(user)
    assert addresses(user) == [(user.email, True, True)]
