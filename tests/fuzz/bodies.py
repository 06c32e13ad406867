"""The forms of a page, filled in by somebody who means harm."""

from html.parser import HTMLParser
from random import Random
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.fuzz import values


class _Forms(HTMLParser):
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
    """`action`, `method` and `fields` (name, possible values, kind) of each form."""
    reader = _Forms()
    reader.feed(html)
    return [form for form in reader.forms if form["fields"]]


def filled_in(dice: Random, form: dict) -> dict[str, list]:
    """A form's names with values, some of them hostile, some missing, some twice."""
    harm = dice.choice([0.03, 0.15, 0.5])
    data: dict[str, list] = {}
    for name, possible, kind in form["fields"]:
        if kind in ("submit", "button") and dice.random() < 0.7:
            continue
        if kind == "file":
            given = [values.file(dice)] if dice.random() < 0.5 else []
        elif dice.random() < harm:
            given = [values.text(dice) for _ in range(dice.choice([1, 1, 1, 0, 2]))]
        else:
            given = [dice.choice(possible)] if possible else [""]
        data.setdefault(name, []).extend(given)
    return data


def body(dice: Random, data: dict[str, list]) -> tuple[bytes, str]:
    """What is sent, and as what: most of the time well formed."""
    way = dice.random()
    if way < 0.55:
        return encode_multipart(BOUNDARY, data), MULTIPART_CONTENT
    texts = [(name, value) for name, given in data.items() for value in given if isinstance(value, str)]
    encoded = urlencode(texts).encode()
    if way < 0.8:
        return encoded, "application/x-www-form-urlencoded"
    if way < 0.85:
        return encoded + b"&" + dice.choice(values.BROKEN_BYTES) + b"=%ed%a0%80", "application/x-www-form-urlencoded"
    if way < 0.9:
        whole = encode_multipart(BOUNDARY, data)
        return whole[: dice.randrange(len(whole) + 1)], MULTIPART_CONTENT
    if way < 0.95:
        return dice.choice(values.BROKEN_BYTES) * dice.randrange(40), dice.choice(values.CONTENT_TYPES)
    return encoded, dice.choice(values.CONTENT_TYPES)
