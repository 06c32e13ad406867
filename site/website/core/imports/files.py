"""Read a file that is named on the command line."""

from pathlib import Path

from django.utils.translation import gettext as _


class FileRefusedError(Exception):
    """The whole file is refused. The message is one sentence for the person who named it."""


def printable_name(path: str | Path) -> str:
    """Return the name of the file without characters that could confuse a terminal."""
    return "".join(char if char.isprintable() else "?" for char in Path(path).name)


def read_bytes(path: str | Path, limit: int) -> bytes:
    """Return the content of a file. Raise `FileRefusedError` if it is empty, unreadable or over `limit` bytes."""
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
        raise FileRefusedError(_("%(file)s is larger than %(size)d MB.") % {"file": name, "size": size})
    if not data.strip():
        raise FileRefusedError(_("%(file)s is empty.") % {"file": name})
    return data
