"""Addresses that mails come back from, or whose people want none."""

import re
from smtplib import SMTPDataError, SMTPRecipientsRefused

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused
from django.db import transaction

from website.notifications.enums import SuppressionReason
from website.notifications.models import SuppressedAddress

# RFC 3463: 5.1.1 and the like; an address of the network looks similar and goes on.
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"\s*(?:smtp;\s*)?([245]\d\d)\b", re.IGNORECASE)
# Full, too big, not let through, too slow: somebody is there all the same.
SAYS_NOTHING_OF_THE_ADDRESS = {(2, 2), (2, 3), (2, 4)}
ABOUT_SOMETHING_ELSE = {3, 4, 6, 7}


def suppress_address(address: str, why: SuppressionReason, reason: str = "") -> None:
    """No mail leaves to `address` any more; the first reason is kept."""
    words = {"why": why, "reason": " ".join(reason.split())[:300]}
    SuppressedAddress.objects.get_or_create(address=address.lower(), defaults=words)


@transaction.atomic
def lift_suppression(user) -> bool:
    """Mail leaves to the account's address again, and one does at once. False where nothing had stopped it."""
    from website.notifications.actions.notifying import notify  # which sends, and sending may stop an address

    if not SuppressedAddress.objects.of(user).delete()[0]:
        return False
    notify([user], "mail-again")
    return True


def refusal(error: Exception) -> str:
    """Why a mail is refused for good; nothing where it may be taken later (4xx of RFC 5321) or all is down."""
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
    """A server that refuses the text, or us, says nothing of the address; nor does an address of ours that is wrong."""
    return isinstance(error, SMTPRecipientsRefused | AnymailRecipientsRefused) and is_gone(reason)


def is_gone(answer: str) -> bool:
    """Whether a mail server's answer means that no mail will ever arrive there; one without any number does."""
    if status := STATUS.search(answer):
        kind, subject, detail = map(int, status.groups())
        return (
            kind == 5 and subject not in ABOUT_SOMETHING_ELSE and (subject, detail) not in SAYS_NOTHING_OF_THE_ADDRESS
        )
    if reply := REPLY.match(answer):
        return reply[1] in ("550", "551", "553")
    return True
