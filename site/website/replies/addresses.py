"""Signed reply addresses. An address encodes who may reply, to which row, and until when; nothing is stored.

The token is base32, because mail programs may change the case of addresses. It consists of variable-length integers
(account, content type, primary key, last day) and sixteen bytes of HMAC. With the prefix `reply+` it fits into the 64
characters that RFC 5321 allows before the @.
"""

import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from website.replies import handlers

LIFETIME = timedelta(days=60)
SALT = "replies.address"
PREFIX = "reply+"
MAX_CHARACTERS = 64
MAC_BYTES = 16
_EPOCH = date(2026, 1, 1)


@dataclass(frozen=True)
class Signed:
    """The content of a valid token."""

    user_id: int
    type_id: int
    target_id: int
    last_day: date

    @property
    def has_expired(self) -> bool:
        return timezone.now().date() > self.last_day


def reply_address(user, target) -> str:
    """Return the address at which `user` replies to `target`.

    Return "" if `REPLY_DOMAIN` is not set, the model has no handler, or the address would be too long.
    """
    if not settings.REPLY_DOMAIN or handlers.handler_for(type(target)) is None:
        return ""
    kind = ContentType.objects.get_for_model(target)
    last_day = (timezone.now() + LIFETIME).date()
    payload = b"".join(map(_pack, (user.pk, kind.pk, target.pk, (last_day - _EPOCH).days)))
    token = b32encode(payload + _mac(payload, settings.SECRET_KEY)).decode().rstrip("=").lower()
    local = PREFIX + token
    return f"{local}@{settings.REPLY_DOMAIN}" if len(local) <= MAX_CHARACTERS else ""


def tokens_in(text: str) -> list[str]:
    """Return the text in place of the token for each reply address in a header; it may not be a valid token."""
    if not settings.REPLY_DOMAIN:
        return []
    domain = re.escape(settings.REPLY_DOMAIN)
    ours = rf"(?<![\w.+-]){re.escape(PREFIX)}([^\s<>@\"',;:()]*)@{domain}(?![\w-]|\.\w)"
    return re.findall(ours, text.lower())


def read_address(token: str) -> Signed | None:
    """Return the content of a token, or None if it is invalid. The token may have expired."""
    try:
        data = b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    if b32encode(data).decode().rstrip("=").lower() != token:
        return None  # the last character has unused bits, which must be zero
    payload, mac = data[:-MAC_BYTES], data[-MAC_BYTES:]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(mac, _mac(payload, key)) for key in keys):
        return None
    user_id, type_id, target_id, days = _unpack(payload)
    return Signed(user_id, type_id, target_id, _EPOCH + timedelta(days=days))


def _mac(payload: bytes, key: str) -> bytes:
    return salted_hmac(SALT, payload, key, algorithm="sha256").digest()[:MAC_BYTES]


def _pack(number: int) -> bytes:
    """Encode an integer in seven bits a byte, least significant first."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _unpack(data: bytes) -> list[int]:
    numbers, number, shift = [], 0, 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    return numbers
