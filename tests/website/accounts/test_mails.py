"""While the mail server is down, account actions succeed and their mails are sent once, later."""

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
    """Take the mail server down; call the fixture to bring it back."""
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, DOWN

    def end():
        settings.EMAIL_BACKEND = working

    return end


def send_again():
    for _time in range(2):
        call_command("send_notifications")


def test_a_password_reset_mail_is_sent_later(client, make_account, outage, mailoutbox):
    make_account()
    response = client.post("/en/accounts/password/reset/", {"email": "camille@example.org"})
    assert [response.status_code, mailoutbox] == [302, []]
    outage()
    send_again()
    [mail] = mailoutbox
    assert [mail.to, mail.body.count("/password/reset/key/")] == [["camille@example.org"], 1]


def test_a_confirmation_mail_at_the_first_sign_in_is_sent_later(client, make_account, log_in, outage, mailoutbox):
    make_account().emailaddress_set.update(verified=False)
    assert log_in(client).url == "/en/accounts/confirm-email/"
    outage()
    send_again()
    assert [mail.to for mail in mailoutbox] == [["camille@example.org"]]


def test_a_mail_about_a_new_password_is_sent_later(client, make_account, log_in, outage, mailoutbox):
    user = make_account()
    log_in(client)
    data = {"oldpassword": PASSWORD, "password1": "un-autre-mot-long", "password2": "un-autre-mot-long"}
    assert client.post("/en/accounts/password/change/", data).status_code == 302
    user.refresh_from_db()
    assert user.check_password("un-autre-mot-long") is True
    outage()
    send_again()
    assert [mail.to for mail in mailoutbox] == [["camille@example.org"]]


def test_the_link_of_a_reset_mail_is_not_stored_once_sent(client, make_account):
    make_account()
    client.post("/en/accounts/password/reset/", {"email": "camille@example.org"})
    row = Notification.objects.get()
    assert [row.kind, row.address, row.data, row.sent_at is None] == ["account", "camille@example.org", {}, False]
