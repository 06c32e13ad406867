"""Turn inbound mails into replies, once each, or answer why a mail was not posted.

Mails from the webhook, a Maildir and IMAP all pass through `receive`.
"""

import logging
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation

from website.notifications.actions import notify
from website.replies import addresses, handlers
from website.replies.enums import ANSWERED, MailOutcome
from website.replies.mails import automatic, headers, texts
from website.replies.mails.files import Files, files
from website.replies.models import InboundMail
from website.replies.permissions import is_from, owner_of

logger = logging.getLogger(__name__)
MAX_CHARACTERS = 20_000
MAX_SUBJECT_CHARACTERS = 150


@dataclass
class Result:
    """The outcome of a mail, the user to answer, and the context of the answer besides the reason."""

    outcome: MailOutcome
    user: Any = None
    context: dict = field(default_factory=dict)


def receive(message, *, is_cut_off: bool = False) -> MailOutcome | None:
    """Handle one `AnymailInboundMessage`; return its outcome, or None if it was handled before.

    `is_cut_off` states that the message is only the beginning of a mail that is too large. Of two concurrent calls for
    one mail, the second waits for the first. An exception outside the handler's contract rolls everything back, so that
    the mail can be delivered again.
    """
    message_id = headers.message_id(message)
    with transaction.atomic():
        row, is_new = InboundMail.objects.get_or_create(message_id=message_id)
        if not is_new:
            return None
        result = _result(message, message_id, is_cut_off)
        row.outcome, row.user = result.outcome, result.user
        if result.user and (result.outcome in ANSWERED or result.context.get("files")):
            row.answered_at = _answer(message, result)
        row.save()
    logger.info("Mail %s: %s.", message_id, result.outcome)
    return result.outcome


def _result(message, message_id: str, is_cut_off: bool) -> Result:
    if automatic.is_automatic(message):
        return Result(MailOutcome.AUTOMATIC)
    if automatic.is_ours(message):
        return Result(MailOutcome.LOOP)
    if message.spam_detected:
        return Result(MailOutcome.SPAM)
    sender = headers.sender(message)
    is_forged = automatic.is_forged(message)
    # The person named by a forged sender did not write the mail.
    owner = None if is_forged else owner_of(sender)
    tokens = addresses.tokens_in(headers.recipients(message))
    signed = next(filter(None, map(addresses.read_address, tokens)), None)
    if signed is None:
        return Result(MailOutcome.ALTERED, owner) if tokens else Result(MailOutcome.UNADDRESSED)
    user = get_user_model().objects.filter(pk=signed.user_id, is_active=True).first()
    if user is None:
        return Result(MailOutcome.CLOSED)
    if not is_from(sender, user):
        recipient = owner or (user if sender else None)
        return Result(MailOutcome.WRONG_SENDER, recipient, {"address": sender} if recipient == user else {})
    if is_forged:
        return Result(MailOutcome.FORGED, user)
    with translation.override(user.language):
        return _deliver(message, message_id, signed, user, is_cut_off)


def _deliver(message, message_id: str, signed: addresses.Signed, user, is_cut_off: bool) -> Result:
    handler, target = _reply_target(signed)
    if target is None:
        return Result(MailOutcome.GONE, user)
    if not handler.can_reply(user, target):
        return Result(MailOutcome.NOT_ALLOWED, user)
    context = {"url": _url(target)}
    if signed.has_expired:
        return Result(MailOutcome.EXPIRED, user, context)
    body = texts.message_body(message)
    if body.is_encrypted:
        return Result(MailOutcome.UNREADABLE, user, context)
    text = texts.sender_text(body)
    if is_cut_off or len(text) > MAX_CHARACTERS:
        return Result(MailOutcome.OVER_LONG, user, context | {"most": MAX_CHARACTERS})
    if not any(letter.isalnum() or category(letter) == "So" for letter in text):
        return Result(MailOutcome.EMPTY, user, context)
    found: Files = files(message, body)
    try:
        with transaction.atomic():
            url = handler.deliver(user, target, text, found.accepted, message_id)
    except PermissionDenied:
        return Result(MailOutcome.NOT_ALLOWED, user)
    except ValidationError as error:
        return Result(MailOutcome.REFUSED, user, context | {"why": " ".join(error.messages)})
    return Result(MailOutcome.POSTED, user, {"url": url, "files": found.refused} if found.refused else {})


def _reply_target(signed: addresses.Signed) -> tuple[handlers.ReplyHandler | None, Any]:
    """Return the handler and the row that the mail answers; None for a row that is gone or has no handler."""
    kind = ContentType.objects.filter(pk=signed.type_id).first()
    handler = handlers.handler_for(kind.model_class() if kind else None)
    target = handler.model._default_manager.filter(pk=signed.target_id).first() if handler else None
    return handler, target


def _url(target) -> str:
    return (target.get_absolute_url() if hasattr(target, "get_absolute_url") else getattr(target, "url", "")) or ""


def _answer(message, result: Result):
    """Notify the user, at most once a day so that two machines do not answer each other endlessly.

    Return the time of the answer, or None.
    """
    get_user_model().objects.select_for_update().get(pk=result.user.pk)
    if InboundMail.objects.of(result.user).answered_recently().exists():
        return None
    # Do not quote headers that somebody else wrote.
    is_own = is_from(headers.sender(message), result.user)
    subject = headers.subject(message)[:MAX_SUBJECT_CHARACTERS] if is_own else ""
    thread = headers.referenced_message_ids(message) if is_own else {}
    notify([result.user], "reply-refused", reason=result.outcome, subject=subject, **result.context, **thread)
    return timezone.now()
