"""The address that answers one thing for one person: it says who, what and until when, and is signed.

Nothing is stored. Mail programs may write it in capitals, so a token is in base 32: numbers of seven bits a byte
(account, content type, key, last day) and sixteen bytes of HMAC. With `reply+` it stays within the 64 characters that
RFC 5321 allows before the @.
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

LASTS = timedelta(days=60)
SALT = "replies.address"
PREFIX = "reply+"
MOST_CHARACTERS = 64
MAC_BYTES = 16
_EPOCH = date(2026, 1, 1)


@dataclass(frozen=True)
class Signed:
    """What a token says that this site has signed."""

    user_id: int
    type_id: int
    thing_id: int
    last_day: date

    @property
    def has_expired(self) -> bool:
        return timezone.now().date() > self.last_day


def reply_address(user, thing) -> str:
    """Where `user` answers `thing` by mail; nothing where the site takes no mail, or none for such things."""
    if not settings.REPLY_DOMAIN or handlers.handler_for(type(thing)) is None:
        return ""
    kind = ContentType.objects.get_for_model(thing)
    last_day = (timezone.now() + LASTS).date()
    said = b"".join(map(_pack, (user.pk, kind.pk, thing.pk, (last_day - _EPOCH).days)))
    token = b32encode(said + _mac(said, settings.SECRET_KEY)).decode().rstrip("=").lower()
    local = PREFIX + token
    return f"{local}@{settings.REPLY_DOMAIN}" if len(local) <= MOST_CHARACTERS else ""


def tokens_in(text: str) -> list[str]:
    """Of each address for replies in a header, however it is written, what stands where the token should."""
    if not settings.REPLY_DOMAIN:
        return []
    domain = re.escape(settings.REPLY_DOMAIN)
    ours = rf"(?<![\w.+-]){re.escape(PREFIX)}([^\s<>@\"',;:()]*)@{domain}(?![\w-]|\.\w)"
    return re.findall(ours, text.lower())


def read_address(token: str) -> Signed | None:
    """What the token says, where it is exactly as it was signed; it may have expired."""
    try:
        data = b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    if b32encode(data).decode().rstrip("=").lower() != token:
        return None  # its last letter has bits to spare
    said, mac = data[:-MAC_BYTES], data[-MAC_BYTES:]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(mac, _mac(said, key)) for key in keys):
        return None
    user_id, type_id, thing_id, days = _unpack(said)
    return Signed(user_id, type_id, thing_id, _EPOCH + timedelta(days=days))


def _mac(said: bytes, key: str) -> bytes:
    return salted_hmac(SALT, said, key, algorithm="sha256").digest()[:MAC_BYTES]


def _pack(number: int) -> bytes:
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
