"""What mails may answer. A room registers its things in its `replies.py`, which is looked for when the site starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model


@dataclass(frozen=True)
class ReplyHandler:
    """How a mail becomes a reply to one model's things.

    `can_reply(user, thing)` is the check of the room's `permissions`. `deliver(user, thing, text, files, message_id)`
    writes the reply, within a transaction that the mail's Message-ID is written in, and returns its path on the site;
    `text` is what the person wrote, in Markdown, and `files` have passed the rules for uploads: pictures are drawn anew
    (`content_type` says which they are), documents looked into. It may raise `PermissionDenied`, or `ValidationError`,
    whose words the person is sent. Any other exception leaves the mail to be tried again.
    """

    name: str
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
    return _registry.get(model)
