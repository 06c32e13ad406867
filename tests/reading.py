"""Extract contents from pages and feeds in responses."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

ATOM = "{http://www.w3.org/2005/Atom}"


class _Elements(HTMLParser):
    def __init__(self, wanted: str):
        super().__init__()
        self.wanted, self.found, self.inside = wanted, [], False

    def handle_starttag(self, tag, attrs):
        if tag == self.wanted:
            self.found.append({**dict(attrs), "text": ""})
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != self.wanted

    def handle_data(self, data):
        if self.inside:
            self.found[-1]["text"] = " ".join(f"{self.found[-1]['text']}{data}".split())


def elements(response, tag: str) -> list[dict]:
    """Return every element of that name as a dict of its attributes and its `text`."""
    reader = _Elements(tag)
    reader.feed(response.content.decode())
    return reader.found


def without_nonce(response) -> bytes:
    """Return the body without script nonces, which differ in every response."""
    return re.sub(rb' nonce="[^"]+"', b"", response.content)


def texts(response, tag: str) -> list[str]:
    return [element["text"] for element in elements(response, tag)]


def links(response) -> dict[str, list[str]]:
    """Return the addresses of all `<link>` elements, by relation."""
    found: dict[str, list[str]] = {}
    for element in elements(response, "link"):
        found.setdefault(element["rel"], []).append(element["href"])
    return found


def atom(response) -> ET.Element:
    return ET.fromstring(response.content)  # noqa: S314 - our own feed


def entries(response) -> list[dict[str, str]]:
    """Return the entries of an Atom feed as dicts: the text of each element by name, and the address as `link`."""
    return [
        {child.tag.removeprefix(ATOM): child.text or child.get("href") for child in entry}
        for entry in atom(response).findall(f"{ATOM}entry")
    ]


def titles(response) -> list[str]:
    return [entry["title"] for entry in entries(response)]


def rows(response) -> list[list[str]]:
    """Return the rows of a CSV, beginning with the header."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
