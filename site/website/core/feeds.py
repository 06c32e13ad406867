"""Render a bound listing as Atom, CSV or JSON. Exports, which may be long, are iterators of bytes."""

import codecs
import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import activate, get_language

FEED_ENTRIES = 100
EXPORT_ROWS = 10_000
ROWS_AT_ONCE = 500
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

CONTENT_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
# Characters that begin a formula in a spreadsheet: those of a keyboard, their compatibility variants in Unicode, and
# the other minus signs and the percent sign, which some programs accept.
FORMULA = tuple("=+-@|%＝﹦＋﹢－﹣−–＠﹫｜％")


def title_of(bound) -> str:
    """Return the title of the listing with its active filters."""
    labels = [chip["label"] for chip in bound.chips]
    return f"{bound.listing.title} – {', '.join(labels)}" if labels else str(bound.listing.title)


def render_atom(bound, absolute) -> bytes:
    """Render the newest `FEED_ENTRIES` items as Atom. `absolute(path)` returns an absolute URL."""
    items = list(bound.newest[:FEED_ENTRIES])
    own = absolute(bound.feed_url("atom"))
    feed = ReaderFeed(
        title=_xml_text(title_of(bound)),
        link=absolute(bound.page_url),
        description=None,
        language=bound.reader.locale.language_code,
        author_name=settings.SITE_NAME,
        feed_url=own,
        feed_guid=own,
    )
    for item in items:
        feed.add_item(
            title=_xml_text(str(item)),
            link=absolute(item.get_absolute_url()),
            description=_xml_text(item.feed_summary),
            unique_id=item.feed_id,
            pubdate=item.feed_published,
            updateddate=bound.listing.updated(item),
            language=getattr(item, "foreign_language", ""),
            files=[_link_to(file, absolute) for file in _files_of(bound, item)],
        )
    return feed.writeString("utf-8").encode()


class ReaderFeed(Atom1Feed):
    """An Atom feed whose entries have `xml:lang` if they differ from the feed, and enclosures (RFC 4287, 4.2.7.2)."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for attributes in item["files"]:
            handler.addQuickElement("link", "", {"rel": "enclosure", **attributes})

    def latest_post_date(self):
        """Return a constant for a feed without entries. Django's default, the current time, would defeat its ETag."""
        return max((item["updateddate"] for item in self.items), default=EPOCH)


def _files_of(bound, item) -> list:
    return list(bound.listing.enclosures(item)) if bound.listing.enclosures else []


def _link_to(file, absolute) -> dict[str, str]:
    name = _xml_text(file.name)
    return {"type": file.type, "length": str(file.size), "title": name, "href": absolute(file.url)}


def _xml_text(text: str) -> str:
    """Remove characters that XML does not allow; text pasted from word processors may contain them."""
    return "".join(char for char in text if char in "\t\n\r" or " " <= char not in "\ufffe\uffff")


def render_csv(bound, absolute) -> Iterator[bytes]:
    """Render CSV with semicolons and a byte order mark, which European spreadsheet programs open without questions."""
    columns = bound.listing.columns
    yield codecs.BOM_UTF8 + _csv_line([str(column.label) for column in columns])
    for item in _rows(bound):
        yield _csv_line([escape_formula(_value(column, item, absolute)) for column in columns])


def _csv_line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def render_json(bound, absolute) -> Iterator[bytes]:
    """Render an object of `title`, `url`, `items` and `count`; the count comes last, when it is known."""
    head = json.dumps({"title": title_of(bound), "url": absolute(bound.feed_url("json"))}, ensure_ascii=False, indent=1)
    yield f'{head.removesuffix(chr(10) + "}")},\n "items": ['.encode()
    count = 0
    for item in _rows(bound):
        row = json.dumps(_json_row(bound, item, absolute), ensure_ascii=False, indent=1)
        yield f"{',' if count else ''}\n{row}".encode()
        count += 1
    yield f'\n ],\n "count": {count}\n}}'.encode()


def _json_row(bound, item, absolute) -> dict:
    row = {column.key: _plain(_value(column, item, absolute)) for column in bound.listing.columns}
    if bound.listing.enclosures:
        row["files"] = [{**asdict(file), "url": absolute(file.url)} for file in _files_of(bound, item)]
    return row


def _rows(bound) -> Iterator:
    """Yield the exported rows, with at most `ROWS_AT_ONCE` in memory. Labels are in the language of the request."""
    language = get_language()
    rows = iter(bound.exported[:EXPORT_ROWS].iterator(chunk_size=ROWS_AT_ONCE))
    for row in rows:
        # The response is streamed after the view has returned, when another language may be active.
        activate(language)
        yield row


def _value(column, item, absolute):
    value = column.value(item)
    return absolute(value) if column.key == "url" else value


def _plain(value):
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, int | float | bool):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return str(value)


def escape_formula(value) -> str:
    """Return the text of a spreadsheet cell that is neither read as a formula nor split. Numbers stay numbers."""
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, list):
        value = ", ".join(str(entry) for entry in value)
    if not isinstance(value, str):
        return str(value)
    text = value.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if _first_visible(text) in FORMULA else text


def _first_visible(text: str) -> str:
    """Return the first character that is neither blank nor invisible. Spreadsheets skip those before a formula."""
    return next((char for char in text if unicodedata.category(char)[0] not in "CZ"), "")


# The formats that contain every row, up to `EXPORT_ROWS`.
EXPORTS = ("csv", "json")
RENDERERS = {"atom": render_atom, "csv": render_csv, "json": render_json}
