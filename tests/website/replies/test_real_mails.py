"""Mails as Gmail, Outlook, Apple Mail, Thunderbird and others write them, in four languages.

A mail `mails/<outcome>/<name>.eml` has that outcome; `<name>.txt` next to it is the text that is posted.
"""

import pytest

from tests.database import undone
from tests.website.replies.conftest import MAILS, answers, delivered, read
from website.notifications.models import Notification
from website.replies.actions import receive
from website.replies.enums import ANSWERED
from website.replies.models import InboundMail

pytestmark = pytest.mark.django_db
STORED = sorted(MAILS.glob("*/*.eml"))


def label(path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.fixture(autouse=True)
def others(anna, camille):
    camille.emailaddress_set.create(email="nouvelle@example.org", verified=False)
    Notification.objects.create(recipient=camille, kind="probe", message_id="<told-by-us@example.org>")


def test_each_stored_mail_has_the_outcome_of_its_folder(address, camille):
    found, expected = {}, {}
    for path in STORED:
        text = path.with_suffix(".txt")
        has_owner = path.parent.name in ANSWERED and path.stem not in UNKNOWN_SENDERS
        expected[label(path)] = {
            "outcome": path.parent.name,
            "posted": [text.read_text().rstrip("\n")] if text.exists() else [],
            "answered": [ANSWERED_AT.get(path.stem, camille.email)] * has_owner,
            "noted": [path.parent.name],
        }
        with undone():
            found[label(path)] = {
                "outcome": receive(read(path, address)),
                "posted": [row["text"] for row in delivered()],
                "answered": [row.recipient.email for row in answers()],
                "noted": [mail.outcome for mail in InboundMail.objects.all()],
            }
    assert {name: result for name, result in found.items() if result != expected[name]} == {}


# Mails without a known sender, and mails answered to another address than Camille's.
UNKNOWN_SENDERS = {"two-senders", "two-from-fields", "no-sender"}
ANSWERED_AT = {"colleague": "anna@example.org"}


def test_there_are_enough_stored_mails():
    assert len(STORED) >= 100
    assert len([path for path in STORED if path.parent.name == "posted"]) == len(list(MAILS.glob("posted/*.txt")))
