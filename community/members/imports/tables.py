"""Reads a spreadsheet saved as CSV: bytes in, lines of named cells out; nothing is looked up."""

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
# Networks put a title above the headings.
ROWS_BEFORE_HEADINGS = 10
MOST_ROWS = 20_000
# What people type into a cell that has nothing to say.
NOTHING = {"", "-", "–", "—", "/", "?", "n/a", "#n/a", "n.c.", "néant", "sans objet", "k. a."}


@dataclass(frozen=True)
class TableRow:
    """One row: `number` is its line in the file, `cells` its filled cells by field."""

    number: int
    cells: dict[str, str]


@dataclass
class Table:
    """`headings` gives each field's heading as written, `ignored` the headings that mean nothing here."""

    file: str
    headings: dict[str, str]
    ignored: list[str]
    lines: list[TableRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def read_table(file: str, data: bytes) -> Table:
    """The lines of a CSV file in UTF-8 or Windows-1252, with any usual delimiter; FileRefusedError if it is none."""
    text = _decoded(file, data)
    delimiter = max(DELIMITERS, key=lambda char: _recognised(text, char))
    try:
        rows = _numbered_rows(text, delimiter)
    except csv.Error as error:
        raise FileRefusedError(
            _("%(file)s is not a CSV file: %(reason)s.") % {"file": file, "reason": error}
        ) from error
    start, names = _find_headings(file, rows)
    table = Table(file, *_named(file, names))
    fields = {position: name for name, position in _positions(table, names).items()}
    for number, cells in rows[start + 1 :]:
        if not any(cells):
            continue
        if any(cells[len(names) :]):
            sizes = {"cells": len(cells), "headings": len(names)}
            reason = _("It has %(cells)d cells, but there are %(headings)d headings.") % sizes
            table.refusals.append(Refusal(file, number, reason))
            continue
        named = {fields[i]: cell for i, cell in enumerate(cells) if i in fields and cell.casefold() not in NOTHING}
        if named:
            table.lines.append(TableRow(number, named))
    if not table.lines and not table.refusals:
        raise FileRefusedError(_("%(file)s has headings but no row.") % {"file": file})
    return table


def _decoded(file: str, data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        message = _("%(file)s is a workbook: save it as “CSV UTF-8” first.")
        raise FileRefusedError(message % {"file": file})
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise FileRefusedError(_("%(file)s holds a NUL character: it is not a CSV file.") % {"file": file})
        return text
    raise FileRefusedError(_("%(file)s is neither in UTF-8 nor in Windows-1252.") % {"file": file})


def _recognised(text: str, delimiter: str) -> int:
    """How many known headings the first rows show when cut by `delimiter`."""
    lines = text.splitlines(keepends=True)[:ROWS_BEFORE_HEADINGS]
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0
    return max((sum(field_of(cell) is not None for cell in row) for row in rows), default=0)


def _numbered_rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    # strict: a quotation mark that is never closed would swallow the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, [tidy(cell) for cell in cells]))
            line = reader.line_num + 1
            if len(rows) > MOST_ROWS:
                raise csv.Error(_("it has more than %(number)d rows") % {"number": MOST_ROWS})
    except csv.Error as error:
        reasons = {
            "unexpected end of data": _("a quotation mark is opened on line %(line)d and never closed"),
            f"field larger than field limit ({csv.field_size_limit()})": _("the cell on line %(line)d is too long"),
            f"'{delimiter}' expected after '\"'": _("a quotation mark stands inside a cell on line %(line)d"),
        }
        reason = reasons.get(str(error))
        raise csv.Error(reason % {"line": line} if reason else error) from error
    return rows


def _find_headings(file: str, rows: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    first_rows = rows[:ROWS_BEFORE_HEADINGS]
    scores = []
    for _number, cells in first_rows:
        score = sum(field_of(cell) is not None for cell in cells)
        # One known word may stand in any row of data; two are headings.
        scores.append(score if score > 1 or sum(map(bool, cells)) == 1 else 0)
    if not any(scores):
        message = _("%(file)s has no heading that is known, such as Nom, Prénom, Structure or Courriel.")
        raise FileRefusedError(message % {"file": file})
    start = scores.index(max(scores))
    names = rows[start][1]
    while names and not names[-1]:
        names = names[:-1]
    return start, names


def _named(file: str, names: list[str]) -> tuple[dict[str, str], list[str]]:
    """The heading of each field, and the headings that are not known."""
    headings, ignored = {}, []
    for name in names:
        found = field_of(name)
        if found is None:
            ignored += [name] if name else []
        elif found in headings:
            both = {"file": file, "first": headings[found], "second": name}
            raise FileRefusedError(_("%(file)s has two columns for the same: “%(first)s” and “%(second)s”.") % both)
        else:
            headings[found] = name
    if "name" in headings:
        # "Nom" alone is the person's, unless only an organisation can be meant.
        person = headings.keys() & {"first_name", "organisation", "job_title"} or "kind" not in headings
        target = "last_name" if person else "organisation"
        if target in headings:
            both = {"file": file, "first": headings["name"], "second": headings[target]}
            raise FileRefusedError(_("%(file)s has two columns for the same: “%(first)s” and “%(second)s”.") % both)
        headings[target] = headings.pop("name")
    if not headings.keys() & {"organisation", "last_name", "full_name"}:
        raise FileRefusedError(
            _("%(file)s has no column for a name: add Structure, or Nom and Prénom.") % {"file": file}
        )
    return headings, ignored


def _positions(table: Table, names: list[str]) -> dict[str, int]:
    return {name: names.index(heading) for name, heading in table.headings.items()}


@cache
def _known() -> dict[str, tuple[str, str]]:
    """The field and the usual spelling of each heading, by its comparable form."""
    table = tomllib.loads(HEADINGS.read_text(encoding="utf-8"))
    return {comparison_key(heading): (name, heading) for name, headings in table.items() for heading in headings}


def field_of(heading: str) -> str | None:
    """The field a heading means, or None."""
    name, _spelling = (
        _known().get(comparison_key(heading)) or _known().get(comparison_key(heading.partition("(")[0])) or (None, None)
    )
    return name


def nearest_heading(heading: str) -> str | None:
    """The known heading that looks most like this one, or None."""
    close = difflib.get_close_matches(comparison_key(heading), _known(), n=1, cutoff=0.8)
    return _known()[close[0]][1] if close else None
