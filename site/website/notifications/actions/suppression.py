"""Suppressed addresses: mails to them bounced permanently, or their owner complained."""

import re
from smtplib import SMTPDataError, SMTPRecipientsRefused

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused
from django.db import transaction

from website.notifications.enums import SuppressionReason
from website.notifications.models import SuppressedAddress

# An enhanced status code such as 5.1.1 (RFC 3463), but not part of an IP address.
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"\s*(?:smtp;\s*)?([245]\d\d)\b", re.IGNORECASE)
# Mailbox full, message too large or list problem (x.2.2 to x.2.4): the address exists.
ADDRESS_EXISTS = {(2, 2), (2, 3), (2, 4)}
UNRELATED_SUBJECTS = {3, 4, 6, 7}


def suppress_address(address: str, why: SuppressionReason, reason: str = "") -> None:
    """Send no more mail to `address`; an address that is suppressed already keeps its reason."""
    fields = {"why": why, "reason": " ".join(reason.split())[:300]}
    SuppressedAddress.objects.get_or_create(address=address.lower(), defaults=fields)


@transaction.atomic
def lift_suppression(user) -> bool:
    """Send mail to the account's address again, a test mail at once; return False if it was not suppressed."""
    from website.notifications.actions.notifying import notify  # circular: sending may suppress an address

    if not SuppressedAddress.objects.of(user).delete()[0]:
        return False
    notify([user], "mail-again")
    return True


def refusal(error: Exception) -> str:
    """Return why a mail is refused permanently, or "" if it may be accepted later (4xx, RFC 5321)."""
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return str(error)
    if isinstance(error, SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, SMTPDataError):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        return ""
    if any(code < 500 for code, _words in answers):
        return ""
    return " ".join(
        f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}" for code, words in answers
    )


def is_permanent_failure(error: Exception, reason: str) -> bool:
    """Return whether the recipient's address was refused permanently, rather than the content or the sender."""
    return isinstance(error, SMTPRecipientsRefused | AnymailRecipientsRefused) and is_gone(reason)


def is_gone(answer: str) -> bool:
    """Return whether a mail server's answer means that the address does not exist. One without a code does."""
    if status := STATUS.search(answer):
        kind, subject, detail = map(int, status.groups())
        return kind == 5 and subject not in UNRELATED_SUBJECTS and (subject, detail) not in ADDRESS_EXISTS
    if reply := REPLY.match(answer):
        return reply[1] in ("550", "551", "553")
    return True
