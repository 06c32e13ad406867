"""Extract the attachments of a mail and validate them like uploads."""

import io
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from website.core.forms.files import checked, is_picture
from website.core.images import safe_name
from website.replies.mails import headers, texts

MAX_FILES = 10
# A smaller inline picture is a logo, an emoji or a tracking pixel.
MIN_INLINE_BYTES = 16 * 1024
_IGNORED_TYPES = {
    *("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"),
    *("application/pgp-encrypted", "application/pgp-keys", "text/x-amp-html", "text/x-watch-html"),
    *("text/rfc822-headers", "message/delivery-status"),
}
_OUTLOOK_TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}


@dataclass
class Files:
    """Accepted files, and `name` and `why` of refused ones."""

    accepted: list[UploadedFile] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)


def files(message, body: texts.Body) -> Files:
    """Return the files of a mail. Reasons for refusal are in the active language."""
    all_pictures, own_pictures = (
        texts.pictures_in(texts.html_as_markdown(body.html)),
        texts.pictures_in(texts.own_html_text(body.html)),
    )
    found = Files()
    for part in _attached(message):
        content_id = unquote(headers.value(part, "Content-ID").strip("<> "))
        data = texts.content(part)
        is_inline = bool(content_id) and content_id in all_pictures
        if is_inline and (content_id not in own_pictures or len(data) < MIN_INLINE_BYTES):
            continue
        name = headers.file_name(part) or _("a file without a name")
        try:
            if len(found.accepted) + len(found.refused) >= MAX_FILES:
                raise ValidationError(_("An email can have up to %(number)s files.") % {"number": MAX_FILES})
            found.accepted.append(_validated(name, headers.kind(part), data))
        except ValidationError as error:
            found.refused.append({"name": name, "why": " ".join(error.messages)})
    return found


def _attached(message):
    """Yield the attached parts. An attached mail is one part."""
    pending = [message]
    while pending:
        part = pending.pop()
        kind, name = headers.kind(part), headers.file_name(part)
        if kind.startswith("multipart/") and isinstance(part.get_payload(), list):
            pending.extend(reversed(part.get_payload()))
            continue
        is_text = kind in ("text/plain", "text/html") and not (name or headers.is_attachment(part))
        is_invitation = kind == "text/calendar" and not headers.is_attachment(part)
        if part is message or is_text or is_invitation or kind in _IGNORED_TYPES:
            continue
        yield part


def _validated(name: str, kind: str, data: bytes) -> UploadedFile:
    """Return the validated file; raises `ValidationError`."""
    if kind in _OUTLOOK_TYPES or name.lower() == "winmail.dat":
        raise ValidationError(
            _("Outlook packed its files in a format that others cannot open. Send the email as HTML or plain text.")
        )
    file = checked(InMemoryUploadedFile(io.BytesIO(data), "file", name, kind, len(data), None))
    file.name = safe_name(file.name, "picture" if is_picture(file) else "document")
    return file
