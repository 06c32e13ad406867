"""Mailboxes that replies are fetched from. What is handled goes to a folder `Handled` beside the rest, and is deleted
after thirty days; what is not stays where it is, and the next run tries again."""

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
KEPT = timedelta(days=30)
MOST_BYTES = 40 * 1024 * 1024
HEAD_BYTES = 256 * 1024
TIMEOUT_SECONDS = 60


class InvalidMailboxAddress(ValueError):
    """An address of a mailbox that is none."""


def handle(data: bytes, *, is_cut_off: bool = False) -> MailOutcome | None:
    """Raw mail, as servers keep it."""
    message = AnymailInboundMessage.parse_raw_mime_bytes(data)
    return receive(message, is_cut_off=is_cut_off)


def _try(name: str, act: Callable[[], MailOutcome | None]) -> str:
    """What became of one mail; one that breaks something must not stop those behind it."""
    try:
        return act() or "again"
    except Exception:  # whatever a handler or the database raised: the mail stays, and the log says why
        logger.exception("Mail %s could not be handled and stays in its mailbox.", name)
        return "failed"


def read_maildir(folder: Path) -> Iterator[str]:
    """Handle the mails of a Maildir, new or seen: yield the outcome of each."""
    box = Maildir(folder, create=False)
    handled = box.add_folder(HANDLED)
    # Names begin with the time of delivery. A name that begins with a full stop is not a mail.
    for key in sorted(key for key in box.keys() if not key.startswith(".")):  # noqa: SIM118 - iterating parses the mails
        try:
            file = box.get_file(key)
        except (KeyError, FileNotFoundError):  # another run has handled it meanwhile
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
    data = file.read(MOST_BYTES + 1)
    is_cut_off = len(data) > MOST_BYTES
    return handle(data[:HEAD_BYTES] if is_cut_off else data, is_cut_off=is_cut_off)


def _delete_old_files(folder: Path) -> None:
    oldest = (timezone.now() - KEPT).timestamp()
    for path in (*(folder / "new").iterdir(), *(folder / "cur").iterdir()):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def read_imap(url: str) -> Iterator[str]:
    """Handle what is in a folder of an IMAP server: the outcome of each mail.

    `url` is `imaps://user:password@host:993/folder`, or `read_imap://` on this machine. Raises `InvalidMailboxAddress`.
    """
    box, user, password, folder = _box(url)
    with box:
        # LOGIN takes ASCII only.
        login = box.login if f"{user}{password}".isascii() else box.login_utf8
        login(user, password, initial_folder=None)
        box.folder.set(folder)
        handled = _handled_folder(box, folder)
        for uid in box.uids(AND(deleted=False), charset=None):
            outcome = _try(uid, lambda uid=uid: _fetched(box, uid))
            if outcome != "failed":
                box.move(uid, handled)
            yield outcome
        box.folder.set(handled)
        late = box.uids(AND(date_lt=(timezone.now() - KEPT).date()), charset=None)
        if late:
            box.delete(late)


def _box(url: str) -> tuple[BaseMailBox, str, str, str]:
    parts = urlsplit(url)
    # Without TLS only where nobody listens on the way.
    is_safe = parts.scheme == "imaps" or (parts.scheme == "imap" and parts.hostname in ("localhost", "127.0.0.1"))
    try:
        port = parts.port
    except ValueError:
        is_safe = False
    if not (is_safe and parts.hostname and parts.username and parts.password):
        raise InvalidMailboxAddress("an address must look like imaps://user:password@host/folder.")
    kind, usual = (MailBox, 993) if parts.scheme == "imaps" else (MailBoxUnencrypted, 143)
    box = kind(parts.hostname, port or usual, timeout=TIMEOUT_SECONDS)
    return box, unquote(parts.username), unquote(parts.password), unquote(parts.path.strip("/")) or "INBOX"


def _handled_folder(box: BaseMailBox, folder: str) -> str:
    found = box.folder.list("", folder)
    name = f"{folder}{(found[0].delim if found else '') or '/'}{HANDLED}"
    if not box.folder.exists(name):
        box.folder.create(name)
    return name


def _fetched(box: BaseMailBox, uid: str) -> MailOutcome | None:
    """`BODY.PEEK` leaves it unread: people may look into the mailbox too."""
    _status, sizes = box.client.uid("FETCH", uid, "(RFC822.SIZE)")
    size = int(next((word for word in _words(sizes, b"RFC822.SIZE") if word.isdigit()), b"0"))
    wanted = "(BODY.PEEK[])" if size <= MOST_BYTES else f"(BODY.PEEK[]<0.{HEAD_BYTES}>)"
    _status, answer = box.client.uid("FETCH", uid, wanted)
    data = next((item[1] for item in answer if isinstance(item, tuple)), None)
    if data is None:
        raise LookupError(f"The server did not hand out mail {uid}.")
    return handle(data, is_cut_off=size > MOST_BYTES)


def _words(answer: list, name: bytes) -> list[bytes]:
    """What stands after a name in a server's answer."""
    text = b" ".join(item if isinstance(item, bytes) else item[0] for item in answer if item)
    return text.partition(name)[2].replace(b")", b" ").split()
