"""Parse a spreadsheet saved as CSV into rows of cells by field. Does not use the database."""

import csv
import difflib
import io
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from website.core.imports.files import FileRefusedError
from website.core.imports.outcomes import Refusal
from website.core.normalisation import comparison_key, tidy

HEADINGS = Path(__file__).with_name("headings.toml")
DELIMITERS = ";,\t|"
# Some files have a title above the headings.
MAX_HEADING_ROWS = 10
MAX_ROWS = 20_000
# Placeholders that people type into empty cells.
EMPTY_CELLS = {"", "-", "–", "—", "/", "?", "n/a", "#n/a", "n.c.", "néant", "sans objet", "k. a."}


@dataclass(frozen=True)
class TableRow:
    """A row. `number` is its line in the file, `cells` its filled cells by field."""

    number: int
    cells: dict[str, str]


@dataclass
class Table:
    """A parsed file. `headings` are the headings as written, by field; `ignored` are the unknown headings."""

    file: str
    headings: dict[str, str]
    ignored: list[str]
    lines: list[TableRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def read_table(file: str, data: bytes) -> Table:
    """Parse a CSV file in UTF-8, UTF-16 or Windows-1252 with any usual delimiter. Raise FileRefusedError."""
    text = _decode(file, data)
    delimiter = max(DELIMITERS, key=lambda char: _count_headings(text, char))
    try:
        rows = _numbered_rows(text, delimiter)
    except csv.Error as error:
        raise FileRefusedError(
            _("%(file)s is not a CSV file: %(reason)s.") % {"file": file, "reason": error}
        ) from error
    start, names = _find_headings(file, rows)
    table = Table(file, *_headings(file, names))
    fields = {position: name for name, position in _positions(table, names).items()}
    for number, cells in rows[start + 1 :]:
        if not any(cells):
            continue
        if any(cells[len(names) :]):
            sizes = {"cells": len(cells), "headings": len(names)}
            reason = _("This line has %(cells)d cells, but there are %(headings)d headings.") % sizes
            table.refusals.append(Refusal(file, number, reason))
            continue
        named = {fields[i]: cell for i, cell in enumerate(cells) if i in fields and cell.casefold() not in EMPTY_CELLS}
        if named:
            table.lines.append(TableRow(number, named))
    if not table.lines and not table.refusals:
        raise FileRefusedError(_("%(file)s has headings but no rows.") % {"file": file})
    return table


def _decode(file: str, data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        message = _("%(file)s is a workbook. Save it as “CSV UTF-8” first.")
        raise FileRefusedError(message % {"file": file})
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise FileRefusedError(_("%(file)s contains a NUL character, so it is not a CSV file.") % {"file": file})
        return text
    raise FileRefusedError(_("%(file)s is neither in UTF-8 nor in Windows-1252.") % {"file": file})


def _count_headings(text: str, delimiter: str) -> int:
    """Return the largest number of known headings in one of the first rows, split by `delimiter`."""
    lines = text.splitlines(keepends=True)[:MAX_HEADING_ROWS]
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0
    return max((sum(field_of(cell) is not None for cell in row) for row in rows), default=0)


def _numbered_rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    # Strict, because a quotation mark that is never closed would include the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, [tidy(cell) for cell in cells]))
            line = reader.line_num + 1
            if len(rows) > MAX_ROWS:
                raise csv.Error(_("it has more than %(number)d rows") % {"number": MAX_ROWS})
    except csv.Error as error:
        reasons = {
            "unexpected end of data": _("the quotation mark opened on line %(line)d is never closed"),
            f"field larger than field limit ({csv.field_size_limit()})": _("the cell on line %(line)d is too long"),
            f"'{delimiter}' expected after '\"'": _("there is a quotation mark inside a cell on line %(line)d"),
        }
        reason = reasons.get(str(error))
        raise csv.Error(reason % {"line": line} if reason else error) from error
    return rows


def _find_headings(file: str, rows: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    first_rows = rows[:MAX_HEADING_ROWS]
    scores = []
    for _number, cells in first_rows:
        score = sum(field_of(cell) is not None for cell in cells)
        # A row of data may contain one known word by chance, unless it is the only cell.
        scores.append(score if score > 1 or sum(map(bool, cells)) == 1 else 0)
    if not any(scores):
        message = _("%(file)s has no known heading, such as Nom, Prénom, Structure or Courriel.")
        raise FileRefusedError(message % {"file": file})
    start = scores.index(max(scores))
    names = rows[start][1]
    while names and not names[-1]:
        names = names[:-1]
    return start, names


def _headings(file: str, names: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the heading of each field, and the unknown headings."""
    headings, ignored = {}, []
    for name in names:
        found = field_of(name)
        if found is None:
            ignored += [name] if name else []
        elif found in headings:
            both = {"file": file, "first": headings[found], "second": name}
            raise FileRefusedError(
                _("%(file)s has two columns for the same information: “%(first)s” and “%(second)s”.") % both
            )
        else:
            headings[found] = name
    if "name" in headings:
        # "Nom" is the person's name, unless the other columns are about organisations only.
        is_person = headings.keys() & {"first_name", "organisation", "job_title"} or "kind" not in headings
        target = "last_name" if is_person else "organisation"
        if target in headings:
            both = {"file": file, "first": headings["name"], "second": headings[target]}
            raise FileRefusedError(
                _("%(file)s has two columns for the same information: “%(first)s” and “%(second)s”.") % both
            )
        headings[target] = headings.pop("name")
    if not headings.keys() & {"organisation", "last_name", "full_name"}:
        raise FileRefusedError(
            _("%(file)s has no column for a name: add Structure, or Nom and Prénom.") % {"file": file}
        )
    return headings, ignored


def _positions(table: Table, names: list[str]) -> dict[str, int]:
    return {name: names.index(heading) for name, heading in table.headings.items()}


@cache
def _headings_by_key() -> dict[str, tuple[str, str]]:
    """Map the comparison key of each known heading to its field and usual spelling."""
    table = tomllib.loads(HEADINGS.read_text(encoding="utf-8"))
    return {comparison_key(heading): (name, heading) for name, headings in table.items() for heading in headings}


def field_of(heading: str) -> str | None:
    """Return the field of a heading, or None."""
    known = _headings_by_key()
    found = known.get(comparison_key(heading)) or known.get(comparison_key(heading.partition("(")[0]))
    return found[0] if found else None


def nearest_heading(heading: str) -> str | None:
    """Return the known heading that is most similar to this one, or None."""
    close = difflib.get_close_matches(comparison_key(heading), _headings_by_key(), n=1, cutoff=0.8)
    return _headings_by_key()[close[0]][1] if close else None
