"""What a sheet needs before it is reviewed, and which files may come with one."""

import zipfile
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

MAX_FILE_BYTES = 10 * 1024 * 1024
EXECUTABLES = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"#!")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENTS = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}

validate_no_email = RegexValidator(
    r"[^@\s]+@[^@\s]+\.[^@\s]+",
    gettext_lazy("Please leave e-mail addresses out: this is public, and robots collect them."),
    inverse_match=True,
)


def missing_for_review(sheet) -> dict[str, str]:
    """What a sheet still lacks before a coordinator can judge it: field name → what to do."""
    has_results = sheet.quantified_results.strip() or sheet.qualitative_results.strip()
    checks = (
        ("title", sheet.title.strip(), _("Give the sheet a title.")),
        ("summary", sheet.summary.strip(), _("Say in two or three sentences what was done and what came of it.")),
        ("territories", sheet.territories.exists(), _("Tick at least one territory.")),
        ("context", sheet.context.strip(), _("Describe the situation you started from.")),
        ("quantified_results", has_results, _("Say what came of it, in figures here or in words below.")),
        ("themes", sheet.themes.exists(), _("Tick at least one theme.")),
    )
    return {name: message for name, is_there, message in checks if not is_there}


def validate_photo(file) -> None:
    """Refuses a picture that cannot be drawn to its last line; `WagtailImageField` has checked its format and size."""
    try:
        with Image.open(file) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("This picture is damaged or incomplete. Please export it again.")) from None
    finally:
        file.seek(0)


def validate_document(file) -> None:
    """Refuses a document that is too large, of another kind than the site takes, or not what its name says."""
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    allowed = settings.WAGTAILDOCS_EXTENSIONS
    if extension not in allowed:
        kinds = ", ".join(allowed)
        raise ValidationError(_("Files of this kind are not taken. Possible: %(kinds)s.") % {"kinds": kinds})
    if file.size > MAX_FILE_BYTES:
        sizes = {"size": filesizeformat(file.size), "most": filesizeformat(MAX_FILE_BYTES)}
        raise ValidationError(_("This file has %(size)s; the most is %(most)s.") % sizes)
    try:
        is_what_it_says = _is(extension, file)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        is_what_it_says = False
    finally:
        file.seek(0)
    if not is_what_it_says:
        words = {"kind": extension.upper()}
        raise ValidationError(_("This file is not a %(kind)s file, whatever its name says.") % words)


def _is(extension: str, file) -> bool:
    """Whether the content is of the kind; archives are looked into, never unpacked."""
    if extension == "pdf":
        return b"%PDF-" in file.read(1024)
    if extension in OFFICE_FOLDERS:
        with zipfile.ZipFile(file) as archive:
            return any(name.startswith(OFFICE_FOLDERS[extension]) for name in archive.namelist())
    if extension in OPEN_DOCUMENTS:
        with zipfile.ZipFile(file) as archive, archive.open("mimetype") as entry:
            return entry.read(100).startswith(OPEN_DOCUMENTS[extension])
    if extension == "zip":
        return zipfile.is_zipfile(file)
    start = file.read(64 * 1024)
    return start.startswith(UTF_16) or (b"\0" not in start and not start.startswith(EXECUTABLES))
