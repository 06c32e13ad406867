"""Read the headers of a mail. They are untrusted: no function here raises for malformed ones."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import getaddresses
from hashlib import sha256

MAX_CHARACTERS = 255
MAX_REFERENCES = 10
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_ID = re.compile(r"<[^<>\s]{1,250}>")
# Headers that name the recipient: those added in transit first, then those of the sender.
_RECIPIENTS = (
    *("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To"),
    *("To", "Cc", "Resent-To"),
)


def values(message, name: str) -> list[str]:
    """Return the undecoded values of all fields of that name, without control characters."""
    return [_plain(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def value(message, name: str) -> str:
    """Return the first field of that name, or ""."""
    return next(iter(values(message, name)), "")


def has(message, name: str) -> bool:
    return any(key.lower() == name.lower() for key, _value in message.raw_items())


def decoded_header(text: str) -> str:
    """Decode the encoded words of a header (RFC 2047)."""
    try:
        return _plain(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError):
        return text


def message_id(message) -> str:
    """Return the Message-ID without brackets, or a digest of the content if it is missing or invalid."""
    found = _ID.search(value(message, "Message-ID"))
    if found and len(found[0]) <= MAX_CHARACTERS:
        return found[0][1:-1]
    digest = sha256()
    for name in ("Message-ID", "From", "Date", "Subject", "To"):
        digest.update("\n".join(values(message, name)).encode(errors="replace") + b"\0")
    for part in message.walk():
        payload = part.get_payload()
        if isinstance(payload, str | bytes):
            digest.update(payload.encode(errors="replace") if isinstance(payload, str) else payload)
    return f"sha256:{digest.hexdigest()}"


def referenced_message_ids(message) -> dict[str, str]:
    """Return `in_reply_to` and `references` for an answer to the mail (RFC 5322, 3.6.4)."""
    own = _ID.search(value(message, "Message-ID"))
    if not own:
        return {}
    references = _ID.findall(" ".join(values(message, "References")) or value(message, "In-Reply-To"))
    return {"in_reply_to": own[0], "references": " ".join([*references, own[0]][-MAX_REFERENCES:])}


def sender(message) -> str:
    """Return the From address in lower case, or "" if there is not exactly one."""
    fields = values(message, "From")
    found = [address for _name, address in getaddresses(fields) if address]
    is_one = len(fields) == len(found) == 1 and found[0].count("@") == 1
    return found[0].lower() if is_one else ""


def recipients(message) -> str:
    """Return all headers that name recipients, one a line, the most reliable first."""
    envelope = getattr(message, "envelope_recipient", None)
    return "\n".join([_plain(envelope or ""), *(text for name in _RECIPIENTS for text in values(message, name))])


def subject(message) -> str:
    return decoded_header(value(message, "Subject"))[:MAX_CHARACTERS]


def kind(part) -> str:
    """Return the content type of a part; Python's parser raises for some malformed ones."""
    try:
        return part.get_content_type()
    except Exception:  # the parser raises IndexError, AttributeError, ValueError and others
        return "application/octet-stream"


def parameter(part, name: str) -> str:
    try:
        found = part.get_param(name, "")
    except Exception:  # as for `kind`
        return ""
    return _plain(found[2] if isinstance(found, tuple) else found)


def file_name(part) -> str:
    try:
        name = part.get_filename("")
    except Exception:  # as for `kind`
        return ""
    return decoded_header(_plain(name)).replace("\\", "/").rpartition("/")[2][:MAX_CHARACTERS].strip()


def is_attachment(part) -> bool:
    return value(part, "Content-Disposition").strip().lower().startswith("attachment")


def _plain(text) -> str:
    """Return text without control characters. The parser represents non-ASCII bytes as surrogates."""
    text = str(text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _CONTROL.sub(" ", text).strip()
