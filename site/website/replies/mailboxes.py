"""Fetch replies from a Maildir or an IMAP folder.

Handled mails are moved to the folder `Handled` and deleted after thirty days. Mails that could not be handled remain,
and the next run tries again.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from mailbox import Maildir
from pathlib import Path
from urllib.parse import unquote, urlsplit

from anymail.inbound import AnymailInboundMessage
from django.utils import timezone
from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted

from website.replies.actions import receive
from website.replies.enums import MailOutcome

logger = logging.getLogger(__name__)
HANDLED = "Handled"
HANDLED_LIFETIME = timedelta(days=30)
MAX_BYTES = 40 * 1024 * 1024
HEAD_BYTES = 256 * 1024
TIMEOUT_SECONDS = 60


class InvalidMailboxAddress(ValueError):
    """The URL of a mailbox is malformed or unsafe."""


def handle(data: bytes, *, is_cut_off: bool = False) -> MailOutcome | None:
    """Parse and receive a raw mail."""
    message = AnymailInboundMessage.parse_raw_mime_bytes(data)
    return receive(message, is_cut_off=is_cut_off)


def _try(name: str, action: Callable[[], MailOutcome | None]) -> str:
    """Return the outcome of one mail, or "failed": an error must not stop the mails after it."""
    try:
        return action() or "again"
    except Exception:  # raised by a handler or the database: the mail remains and is tried again
        logger.exception("Mail %s could not be handled and stays in its mailbox.", name)
        return "failed"


def read_maildir(folder: Path) -> Iterator[str]:
    """Handle the mails of a Maildir, new and seen; yield the outcome of each."""
    box = Maildir(folder, create=False)
    handled = box.add_folder(HANDLED)
    # Sorted, because names begin with the time of delivery. Hidden files are not mails.
    for key in sorted(key for key in box.keys() if not key.startswith(".")):  # noqa: SIM118 - iterating parses the mails
        try:
            file = box.get_file(key)
        except (KeyError, FileNotFoundError):  # handled by a concurrent run
            continue
        with file:
            outcome = _try(key, lambda file=file: _read(file))
            if outcome != "failed":
                file.seek(0)
                handled.add(file)
                box.discard(key)
        yield outcome
    _delete_old_files(folder / f".{HANDLED}")


def _read(file) -> MailOutcome | None:
    data = file.read(MAX_BYTES + 1)
    is_cut_off = len(data) > MAX_BYTES
    return handle(data[:HEAD_BYTES] if is_cut_off else data, is_cut_off=is_cut_off)


def _delete_old_files(folder: Path) -> None:
    oldest = (timezone.now() - HANDLED_LIFETIME).timestamp()
    for path in (*(folder / "new").iterdir(), *(folder / "cur").iterdir()):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def read_imap(url: str) -> Iterator[str]:
    """Handle the mails of an IMAP folder; yield the outcome of each.

    `url` is `imaps://user:password@host:993/folder`; `imap://` is allowed for this machine only. Raises
    `InvalidMailboxAddress`.
    """
    box, user, password, folder = _box(url)
    with box:
        # LOGIN accepts ASCII only.
        login = box.login if f"{user}{password}".isascii() else box.login_utf8
        login(user, password, initial_folder=None)
        box.folder.set(folder)
        handled = _handled_folder(box, folder)
        for uid in box.uids(AND(deleted=False), charset=None):
            outcome = _try(uid, lambda uid=uid: _handle_uid(box, uid))
            if outcome != "failed":
                box.move(uid, handled)
            yield outcome
        box.folder.set(handled)
        late = box.uids(AND(date_lt=(timezone.now() - HANDLED_LIFETIME).date()), charset=None)
        if late:
            box.delete(late)


def _box(url: str) -> tuple[BaseMailBox, str, str, str]:
    parts = urlsplit(url)
    # Unencrypted connections are allowed to this machine only.
    is_safe = parts.scheme == "imaps" or (parts.scheme == "imap" and parts.hostname in ("localhost", "127.0.0.1"))
    try:
        port = parts.port
    except ValueError:
        is_safe = False
    if not (is_safe and parts.hostname and parts.username and parts.password):
        raise InvalidMailboxAddress("an address must look like imaps://user:password@host/folder.")
    mailbox_class, default_port = (MailBox, 993) if parts.scheme == "imaps" else (MailBoxUnencrypted, 143)
    box = mailbox_class(parts.hostname, port or default_port, timeout=TIMEOUT_SECONDS)
    return box, unquote(parts.username), unquote(parts.password), unquote(parts.path.strip("/")) or "INBOX"


def _handled_folder(box: BaseMailBox, folder: str) -> str:
    found = box.folder.list("", folder)
    name = f"{folder}{(found[0].delim if found else '') or '/'}{HANDLED}"
    if not box.folder.exists(name):
        box.folder.create(name)
    return name


def _handle_uid(box: BaseMailBox, uid: str) -> MailOutcome | None:
    """Fetch and handle one mail. `BODY.PEEK` leaves it unread, because people may use the mailbox too."""
    _status, sizes = box.client.uid("FETCH", uid, "(RFC822.SIZE)")
    size = int(next((word for word in _words(sizes, b"RFC822.SIZE") if word.isdigit()), b"0"))
    wanted = "(BODY.PEEK[])" if size <= MAX_BYTES else f"(BODY.PEEK[]<0.{HEAD_BYTES}>)"
    _status, answer = box.client.uid("FETCH", uid, wanted)
    data = next((item[1] for item in answer if isinstance(item, tuple)), None)
    if data is None:
        raise LookupError(f"The server did not hand out mail {uid}.")
    return handle(data, is_cut_off=size > MAX_BYTES)


def _words(answer: list, name: bytes) -> list[bytes]:
    """Return the words after a name in a server's response."""
    text = b" ".join(item if isinstance(item, bytes) else item[0] for item in answer if item)
    return text.partition(name)[2].replace(b")", b" ").split()
