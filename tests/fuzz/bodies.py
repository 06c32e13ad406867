"""The forms of a page, filled in with hostile values."""

from html.parser import HTMLParser
from random import Random
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.fuzz import values


class _FormParser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[dict] = []
        self.select = None

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(
                {
                    "action": attributes.get("action", ""),
                    "method": attributes.get("method", "get").lower(),
                    "fields": [],
                }
            )
        elif not self.forms:
            return
        elif tag == "select":
            self.select = (attributes.get("name", ""), [])
            self.forms[-1]["fields"].append((*self.select, "select"))
        elif tag == "option" and self.select:
            self.select[1].append(attributes.get("value", ""))
        elif tag in ("input", "textarea", "button") and attributes.get("name"):
            field = (attributes["name"], [attributes.get("value", "")], attributes.get("type", tag))
            self.forms[-1]["fields"].append(field)

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None


def forms_of(html: str) -> list[dict]:
    """Return the `action`, `method` and `fields` (name, possible values, kind) of each form."""
    reader = _FormParser()
    reader.feed(html)
    return [form for form in reader.forms if form["fields"]]


def filled_in(rng: Random, form: dict) -> dict[str, list]:
    """Return values by field name: some are hostile, some missing, some repeated."""
    hostile_share = rng.choice([0.03, 0.15, 0.5])
    data: dict[str, list] = {}
    for name, possible, kind in form["fields"]:
        if kind in ("submit", "button") and rng.random() < 0.7:
            continue
        if kind == "file":
            given = [values.file(rng)] if rng.random() < 0.5 else []
        elif rng.random() < hostile_share:
            given = [values.text(rng) for _ in range(rng.choice([1, 1, 1, 0, 2]))]
        else:
            given = [rng.choice(possible)] if possible else [""]
        data.setdefault(name, []).extend(given)
    return data


def body(rng: Random, data: dict[str, list]) -> tuple[bytes, str]:
    """Return a request body and its content type; most are well-formed."""
    choice = rng.random()
    if choice < 0.55:
        return encode_multipart(BOUNDARY, data), MULTIPART_CONTENT
    texts = [(name, value) for name, given in data.items() for value in given if isinstance(value, str)]
    encoded = urlencode(texts).encode()
    if choice < 0.8:
        return encoded, "application/x-www-form-urlencoded"
    if choice < 0.85:
        return encoded + b"&" + rng.choice(values.BROKEN_BYTES) + b"=%ed%a0%80", "application/x-www-form-urlencoded"
    if choice < 0.9:
        complete = encode_multipart(BOUNDARY, data)
        return complete[: rng.randrange(len(complete) + 1)], MULTIPART_CONTENT
    if choice < 0.95:
        return rng.choice(values.BROKEN_BYTES) * rng.randrange(40), rng.choice(values.CONTENT_TYPES)
    return encoded, rng.choice(values.CONTENT_TYPES)
