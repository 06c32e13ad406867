"""Validation of uploaded documents by their content rather than their names."""

import re
import zipfile
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_ENTRIES = 5000
MAX_UNPACKED_BYTES = 250 * 1024 * 1024
# A spreadsheet of zeros has a ratio of 50. Above this ratio and size, an archive counts as a zip bomb.
MAX_RATIO, HARMLESS_BYTES = 100, 25 * 1024 * 1024
HEAD = 512
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")
PROGRAM_EXTENSIONS = {
    *("app", "bat", "bin", "cmd", "com", "cpl", "dll", "dmg", "exe", "hta", "htm", "html", "jar", "js", "jse", "lnk"),
    *("msi", "pif", "ps1", "py", "reg", "scr", "sh", "svg", "swf", "vb", "vbe", "vbs", "wsf", "wsh", "xhtml", "xll"),
}
# Content that browsers treat as HTML, XML or SVG (WHATWG MIME Sniffing).
MARKUP = re.compile(
    rb"\s*<(!doctype|!--|\?xml|\?php|html|head|body|script|style|svg|iframe|object|embed|title|table|div|font|img|"
    rb"a|b|p|br|h1)[\s>/]",
    re.IGNORECASE,
)
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Older spreadsheet programs on Windows save CSV in this encoding.
OLD_ENCODING = "cp1252"
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENTS = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}


class PasswordProtected(ValueError):
    """An archive with a password."""


def validate_document(file) -> None:
    """Raise `ValidationError` unless the document is of an allowed type, matches its extension, and is safe."""
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    allowed = settings.WAGTAILDOCS_EXTENSIONS
    if extension not in allowed:
        kinds = ", ".join(allowed)
        raise ValidationError(_("You cannot upload this type of file. Allowed types: %(kinds)s.") % {"kinds": kinds})
    if file.size > MAX_FILE_BYTES:
        sizes = {"size": filesizeformat(file.size), "most": filesizeformat(MAX_FILE_BYTES)}
        raise ValidationError(_("This file is too large (%(size)s). The maximum is %(most)s.") % sizes)
    try:
        has_expected_content = _has_content_of(extension, file)
    except PasswordProtected:
        raise ValidationError(_("This file is protected by a password. Upload a copy without a password.")) from None
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        has_expected_content = False
    finally:
        file.seek(0)
    if not has_expected_content:
        words = {"kind": extension.upper()}
        raise ValidationError(_("The name says that this is a %(kind)s file, but it is not.") % words)


def _has_content_of(extension: str, file) -> bool:
    """Return whether the content is of this type. Archives are inspected, never unpacked."""
    file.seek(0)
    if extension == "pdf":
        return file.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-")
    if extension in ("csv", "txt"):
        return _is_text(file.read())
    # zipfile reads an archive from its end and would accept any data before it.
    if not file.read(4).startswith(b"PK"):
        return False
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        _refuse_bombs(entries, file.size)
        names = {entry.filename for entry in entries}
        if extension == "zip":
            _refuse_programs(archive, entries)
            return True
        return _is_office(extension, archive, names) and _has_no_macros(archive, names)


def _is_text(data: bytes) -> bool:
    encoding = next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise
        text = data.decode(OLD_ENCODING)
    return not (
        data.startswith(PROGRAMS) or CONTROL.search(text) or MARKUP.match(text.lstrip("\ufeff").encode()[: HEAD * 8])
    )


def _is_office(extension: str, archive: zipfile.ZipFile, names: set[str]) -> bool:
    if extension in OFFICE_FOLDERS:
        folder = OFFICE_FOLDERS[extension]
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
    with archive.open("mimetype") as entry:
        return entry.read(100).strip() == OPEN_DOCUMENTS[extension]


def _has_no_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Return True, or raise `ValidationError` with a message about macros."""
    has_macros = any(
        re.search(r"(^|/)(vba\w*\.(bin|xml)$|macrosheets/|activeX/)|^(Basic|Scripts)/", name, re.IGNORECASE)
        for name in names
    )
    if not has_macros and "[Content_Types].xml" in names:
        with archive.open("[Content_Types].xml") as entry:
            has_macros = b"macroenabled" in entry.read(1024 * 1024).lower()
    if has_macros:
        raise ValidationError(_("This document contains macros. Save it without macros, or as a PDF."))
    return True


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise PasswordProtected
    unpacked = sum(entry.file_size for entry in entries)
    is_trap = unpacked > HARMLESS_BYTES and unpacked > MAX_RATIO * size
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or is_trap:
        raise ValidationError(_("This file is too large when unpacked. Upload it in smaller parts."))


def _refuse_programs(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        extension = PurePath(entry.filename).suffix.lower().removeprefix(".")
        is_program = extension in PROGRAM_EXTENSIONS
        if not (is_program or entry.is_dir()):
            with archive.open(entry) as content:
                head = content.read(HEAD)
            is_program = head.startswith(PROGRAMS) or bool(MARKUP.match(head) and extension != "xml")
        if is_program:
            words = {"name": PurePath(entry.filename).name[:100]}
            raise ValidationError(
                _("“%(name)s” in this archive is a program or a web page. Remove it from the archive.") % words
            )
