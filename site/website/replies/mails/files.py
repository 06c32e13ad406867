"""The files of a mail, under the rules that files pass on the site."""

import io
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from website.core.forms.files import checked, is_picture
from website.core.images import safe_name
from website.replies.mails import headers, texts

MOST_FILES = 10
# A picture in the text that is smaller is a logo, a smiley, or counts readers.
LEAST_BYTES_IN_THE_TEXT = 16 * 1024
_NEVER_MEANT = {
    *("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"),
    *("application/pgp-encrypted", "application/pgp-keys", "text/x-amp-html", "text/x-watch-html"),
    *("text/rfc822-headers", "message/delivery-status"),
}
_OUTLOOKS_OWN = {"application/ms-tnef", "application/vnd.ms-tnef"}


@dataclass
class Files:
    """What passed, and the name and reason of what did not."""

    taken: list[UploadedFile] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)


def files(message, body: texts.Body) -> Files:
    """In the language that is active: reasons are said to the person."""
    shown, kept = texts.pictures_in(texts.whole(body.html)), texts.pictures_in(texts.own(body.html))
    found = Files()
    for part in _attached(message):
        content_id = unquote(headers.value(part, "Content-ID").strip("<> "))
        data = texts.content(part)
        is_in_the_text = bool(content_id) and content_id in shown
        if is_in_the_text and (content_id not in kept or len(data) < LEAST_BYTES_IN_THE_TEXT):
            continue
        name = headers.file_name(part) or _("a file without a name")
        try:
            if len(found.taken) + len(found.refused) >= MOST_FILES:
                raise ValidationError(_("A mail brings at most %(number)s files.") % {"number": MOST_FILES})
            found.taken.append(_passed(name, headers.kind(part), data))
        except ValidationError as error:
            found.refused.append({"name": name, "why": " ".join(error.messages)})
    return found


def _attached(message):
    """What is no text of the mail itself; an attached mail is one file."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind, name = headers.kind(part), headers.file_name(part)
        if kind.startswith("multipart/") and isinstance(part.get_payload(), list):
            waiting.extend(reversed(part.get_payload()))
            continue
        is_text = kind in ("text/plain", "text/html") and not (name or headers.is_attachment(part))
        is_invitation = kind == "text/calendar" and not headers.is_attachment(part)
        if part is message or is_text or is_invitation or kind in _NEVER_MEANT:
            continue
        yield part


def _passed(name: str, kind: str, data: bytes) -> UploadedFile:
    """The file as the site keeps it; raises `ValidationError`."""
    if kind in _OUTLOOKS_OWN or name.lower() == "winmail.dat":
        raise ValidationError(
            _("Outlook packed its files so that others cannot open them. Please send them as HTML or text.")
        )
    file = checked(InMemoryUploadedFile(io.BytesIO(data), "file", name, kind, len(data), None))
    file.name = safe_name(file.name, "picture" if is_picture(file) else "document")
    return file
