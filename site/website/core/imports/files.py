"""Reading a file that a person has named on the command line."""

from pathlib import Path

from django.utils.translation import gettext as _


class FileRefusedError(Exception):
    """A file that cannot be read as a whole; the message is one sentence for the person who named it."""


def printable_name(path: str | Path) -> str:
    """The file's name, fit for any terminal."""
    return "".join(char if char.isprintable() else "?" for char in Path(path).name)


def read_bytes(path: str | Path, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes, without NUL bytes and not empty."""
    name = printable_name(path)
    try:
        file = Path(path)
        if not file.exists():
            raise FileRefusedError(_("%(file)s does not exist.") % {"file": name})
        if not file.is_file():
            raise FileRefusedError(_("%(file)s is not a file.") % {"file": name})
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileRefusedError(_("%(file)s cannot be read: %(reason)s.") % {"file": name, "reason": reason}) from error
    if len(data) > limit:
        size = limit // 1024**2
        raise FileRefusedError(_("%(file)s is larger than %(size)d MB.") % {"file": name, "size": size})
    if not data.strip():
        raise FileRefusedError(_("%(file)s is empty.") % {"file": name})
    return data
