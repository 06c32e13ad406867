"""A mail that answers something becomes a reply there, once, or its sender hears why it does not.

All that comes in, by webhook, Maildir or IMAP, passes `receive`.
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
MOST_CHARACTERS = 20_000
SHOWN_CHARACTERS = 150


@dataclass
class Result:
    """What becomes of a mail, who hears of it, and what their answer says beside the reason."""

    outcome: MailOutcome
    user: Any = None
    said: dict = field(default_factory=dict)


def receive(message, *, is_cut_off: bool = False) -> MailOutcome | None:
    """Handle one `AnymailInboundMessage`: what became of it, or nothing where it was handled before.

    `is_cut_off`: only the beginning of a mail that is too large to be read. Of two that arrive at once the second waits
    for the first. Whatever a handler raises beyond its contract takes everything back, so that the mail can be brought
    again.
    """
    message_id = headers.message_id(message)
    with transaction.atomic():
        row, is_new = InboundMail.objects.get_or_create(message_id=message_id)
        if not is_new:
            return None
        result = _result(message, message_id, is_cut_off)
        row.outcome, row.user = result.outcome, result.user
        if result.user and (result.outcome in ANSWERED or result.said.get("files")):
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
    # A forged sender is one who never wrote.
    owner = None if is_forged else owner_of(sender)
    tokens = addresses.tokens_in(headers.recipients(message))
    signed = next(filter(None, map(addresses.read_address, tokens)), None)
    if signed is None:
        return Result(MailOutcome.ALTERED, owner) if tokens else Result(MailOutcome.UNADDRESSED)
    user = get_user_model().objects.filter(pk=signed.user_id, is_active=True).first()
    if user is None:
        return Result(MailOutcome.CLOSED)
    if not is_from(sender, user):
        told = owner or (user if sender else None)
        return Result(MailOutcome.WRONG_SENDER, told, {"address": sender} if told == user else {})
    if is_forged:
        return Result(MailOutcome.FORGED, user)
    with translation.override(user.language):
        return _deliver(message, message_id, signed, user, is_cut_off)


def _deliver(message, message_id: str, signed: addresses.Signed, user, is_cut_off: bool) -> Result:
    handler, thing = _answered(signed)
    if thing is None:
        return Result(MailOutcome.GONE, user)
    if not handler.can_reply(user, thing):
        return Result(MailOutcome.NOT_ALLOWED, user)
    where = {"url": _url(thing)}
    if signed.has_expired:
        return Result(MailOutcome.EXPIRED, user, where)
    body = texts.message_body(message)
    if body.is_encrypted:
        return Result(MailOutcome.UNREADABLE, user, where)
    text = texts.written(body)
    if is_cut_off or len(text) > MOST_CHARACTERS:
        return Result(MailOutcome.OVER_LONG, user, where | {"most": MOST_CHARACTERS})
    if not any(letter.isalnum() or category(letter) == "So" for letter in text):
        return Result(MailOutcome.EMPTY, user, where)
    found: Files = files(message, body)
    try:
        with transaction.atomic():
            url = handler.deliver(user, thing, text, found.taken, message_id)
    except PermissionDenied:
        return Result(MailOutcome.NOT_ALLOWED, user)
    except ValidationError as error:
        return Result(MailOutcome.REFUSED, user, where | {"why": " ".join(error.messages)})
    return Result(MailOutcome.POSTED, user, {"url": url, "files": found.refused} if found.refused else {})


def _answered(signed: addresses.Signed) -> tuple[handlers.ReplyHandler | None, Any]:
    """What the mail answers, and how; nothing where it is gone, or answered by mail no longer."""
    kind = ContentType.objects.filter(pk=signed.type_id).first()
    handler = handlers.handler_for(kind.model_class() if kind else None)
    thing = handler.model._default_manager.filter(pk=signed.thing_id).first() if handler else None
    return handler, thing


def _url(thing) -> str:
    return (thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else getattr(thing, "url", "")) or ""


def _answer(message, result: Result):
    """Tell them, once a day at most: two machines that answer each other stop at the first. When, or nothing."""
    get_user_model().objects.select_for_update().get(pk=result.user.pk)
    if InboundMail.objects.of(result.user).answered_lately().exists():
        return None
    # What somebody else wrote is not carried on.
    is_theirs = is_from(headers.sender(message), result.user)
    subject = headers.subject(message)[:SHOWN_CHARACTERS] if is_theirs else ""
    thread = headers.referenced_message_ids(message) if is_theirs else {}
    notify([result.user], "reply-refused", reason=result.outcome, subject=subject, **result.said, **thread)
    return timezone.now()
