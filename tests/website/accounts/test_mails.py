"""Mails about an account while the mail server is down: what was asked for is done, and they leave later, once."""

import pytest
from django.core.management import call_command

from tests.website.accounts.conftest import PASSWORD
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db
DOWN = "tests.website.accounts.test_mails.Down"


class Down:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody there")


@pytest.fixture
def outage(settings):
    """Call it when the server is back."""
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, DOWN

    def end():
        settings.EMAIL_BACKEND = working

    return end


def send_again():
    for _time in range(2):
        call_command("send_notifications")


def test_a_forgotten_password(client, known, outage, mailoutbox):
    known()
    response = client.post("/en/accounts/password/reset/", {"email": "camille@example.org"})
    assert [response.status_code, mailoutbox] == [302, []]
    outage()
    send_again()
    [mail] = mailoutbox
    assert [mail.to, mail.body.count("/password/reset/key/")] == [["camille@example.org"], 1]


def test_a_first_sign_in(client, known, enter, outage, mailoutbox):
    known().emailaddress_set.update(verified=False)
    assert enter(client).url == "/en/accounts/confirm-email/"
    outage()
    send_again()
    assert [mail.to for mail in mailoutbox] == [["camille@example.org"]]


def test_a_new_password(client, known, enter, outage, mailoutbox):
    user = known()
    enter(client)
    data = {"oldpassword": PASSWORD, "password1": "un-autre-mot-long", "password2": "un-autre-mot-long"}
    assert client.post("/en/accounts/password/change/", data).status_code == 302
    user.refresh_from_db()
    assert user.check_password("un-autre-mot-long") is True
    outage()
    send_again()
    assert [mail.to for mail in mailoutbox] == [["camille@example.org"]]


def test_what_opens_an_account_is_not_kept_once_it_has_left(client, known):
    known()
    client.post("/en/accounts/password/reset/", {"email": "camille@example.org"})
    row = Notification.objects.get()
    assert [row.kind, row.address, row.data, row.sent_at is None] == ["account", "camille@example.org", {}, False]
