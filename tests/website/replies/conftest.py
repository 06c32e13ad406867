"""A reply handler for organisations, which stores what is delivered as notifications."""

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from anymail.inbound import AnymailInboundMessage
from django.core.exceptions import PermissionDenied, ValidationError

from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory
from website.notifications.models import Notification
from website.replies import addresses, handlers
from website.topics.models import Organisation

MAILS = Path(__file__).parent / "mails"
DOMAIN = "reply.example.org"
DELIVERED = "delivered"


class Broken(Exception):
    """An exception outside the contract of handlers."""


def deliver(user, organisation, text, files, message_id) -> str:
    if organisation.city == "Locked":
        raise ValidationError("The discussion is closed.")
    if organisation.city == "Left":
        raise PermissionDenied
    data = {"text": text, "files": [[file.name, file.content_type, file.size] for file in files], "id": message_id}
    Notification.objects.create(recipient=user, kind=DELIVERED, target=organisation, data=data)
    if organisation.city == "Broken":
        raise Broken
    return organisation.get_absolute_url()


def can_reply(user, organisation) -> bool:
    return organisation.city != "Closed"


def delivered() -> list[dict]:
    return [row.data for row in Notification.objects.filter(kind=DELIVERED).order_by("pk")]


def answers() -> list[Notification]:
    return list(Notification.objects.filter(kind="reply-refused").order_by("pk"))


def person(email: str, **fields):
    """Create a user with a verified address."""
    user = UserFactory(email=email, **fields)
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


@pytest.fixture
def reply_domain(settings):
    settings.REPLY_DOMAIN = DOMAIN
    handler = handlers.register_handler(handlers.ReplyHandler(Organisation, deliver, can_reply))
    yield
    handlers.unregister_handler(handler)


@pytest.fixture
def organisation(db, reply_domain):
    return OrganisationFactory(name="Serres du Ried", city="Ostheim")


@pytest.fixture
def camille(db):
    return person("camille@example.org", first_name="Camille", language="en")


@pytest.fixture
def anna(db):
    return person("anna@example.org", first_name="Anna", language="de")


@pytest.fixture
def address(camille, organisation):
    return addresses.reply_address(camille, organisation)


def addressed(text: str, address: str) -> str:
    """Insert the token of `address` into a stored mail."""
    token = address.removeprefix("reply+").partition("@")[0]
    text = text.replace("TOKEN-IN-CAPITALS", token.upper()).replace("TOKEN-CUT-OFF", token[:-4])
    return text.replace("TOKEN", token)


def read(path: Path, address: str) -> AnymailInboundMessage:
    """Parse a stored mail with CRLF line ends, as mail servers deliver it."""
    data = addressed(path.read_bytes().decode("utf-8", "surrogateescape"), address)
    return parsed(data)


def parsed(text: str) -> AnymailInboundMessage:
    data = text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "surrogateescape")
    return AnymailInboundMessage.parse_raw_mime_bytes(data)


def letter(address: str, body: str = "Yes, forty tonnes.", **fields) -> AnymailInboundMessage:
    """Create a short mail from Camille; `fields` are headers, with `_` for `-`."""
    given = {
        "From": "camille@example.org",
        "To": address,
        "Subject": "Re: Heat",
        "Message-ID": "<one@mail.example.org>",
    }
    given |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\n" for name, value in given.items() if value is not None)
    return parsed(f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n")
