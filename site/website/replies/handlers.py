"""Registry of the models whose rows can be answered by mail. An app registers a handler in `replies.py`, which is
autodiscovered.

It is a registry because `replies` is in a lower layer: the forum registers topics today, and offers of the exchange
can be answered the same way. An example, in `community/exchange/replies.py`:

    def _deliver(user, offer: Offer, text: str, files: list, message_id: str) -> str:
        return add_answer(user, offer, text, files).get_absolute_url()


    register_handler(ReplyHandler(model=Offer, deliver=_deliver, can_reply=can_answer))

Mails about an offer then have `Notice(..., reply_to=lambda row: reply_address(row.recipient, row.target))`.
`tests/website/replies/conftest.py` registers organisations, to test replies without the forum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model


@dataclass(frozen=True)
class ReplyHandler:
    """How a mail becomes a reply to a row of `model`.

    `can_reply(user, row)` is a check of the app's `permissions.py`. `deliver(user, row, text, files, message_id)` writes
    the reply in the transaction that stores the mail's Message-ID, and returns its path on the site. `text` is Markdown,
    without quotes and signature. `files` have passed the rules for uploads: pictures are re-encoded (`content_type` says
    which they are), documents checked. It may raise PermissionDenied, or ValidationError, whose messages are mailed to
    the person. After any other exception the mail is tried again.
    """

    model: type[Model]
    deliver: Callable[[Any, Model, str, list[UploadedFile], str], str]
    can_reply: Callable[[Any, Model], bool]


_registry: dict[type[Model], ReplyHandler] = {}


def register_handler(handler: ReplyHandler) -> ReplyHandler:
    _registry[handler.model] = handler
    return handler


def unregister_handler(handler: ReplyHandler) -> None:
    del _registry[handler.model]


def handler_for(model: type[Model] | None) -> ReplyHandler | None:
    """Return the handler of a model, or None if its rows cannot be answered by mail."""
    return _registry.get(model)
