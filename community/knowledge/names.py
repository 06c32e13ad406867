"""Whether a text names somebody who has a part in it."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import COMMENTS_RELATION_NAME

from community.knowledge.enums import Agreement
from website.core.imports.texts import key

# What stands within a word; any other mark parts words.
_WITHIN = re.compile(r"</?(?:a|b|code|em|i|s|strong|sub|sup)\b[^>]*>")
_MARK = re.compile(r"<[^>]*>")


def unagreed_names(origin, content: dict) -> list:
    """Those credits of the origin whose person has not agreed to be named, and is, in this content of a page.

    Looked for are the line above their posts, a text that is the name alone (a photo's credit), and their full name,
    with the first name before or behind, as whole words anywhere; accents and capitals do not count. A name of one word
    may be any word, and a name that somebody else has agreed to may be theirs: neither is looked for in sentences.
    """
    parts = list(origin.credits.select_related("user").order_by("pk"))
    agreed = {name for credit in parts if credit.answer == Agreement.NAMED for name in _names(origin, credit)}
    others = [credit for credit in parts if credit.answer != Agreement.NAMED]
    written = list(_texts(content)) if others else []
    plain = [f" {each} " for text in written for each in _plain(text)]
    return [credit for credit in others if _is_named(origin, credit, written, plain, agreed)]


def _is_named(origin, credit, written: list[str], plain: list[str], agreed: set[str]) -> bool:
    if credit.name and credit.name in written:
        return True
    with translation.override(origin.topic.language):
        line = key(credit.introduction)
    wanted = {name for name in _names(origin, credit) if " " in name} - agreed
    wanted |= {line} if line else set()
    return any(f" {words} " in text for words in wanted for text in plain)


def _names(origin, credit) -> set[str]:
    """What they are called, or were when the draft was made; not the words for who is not shown."""
    with translation.override(origin.topic.language):
        found = {credit.name} - {_("A member")}
    if credit.user is not None:
        first, last = credit.user.first_name, credit.user.last_name
        found |= {f"{first} {last}", f"{last} {first}"}
    return {key(name) for name in found} - {""}


def _plain(text: str) -> set[str]:
    """Its words, as they stand and as they are read where the marks are HTML."""
    read = unescape(_MARK.sub(" ", _WITHIN.sub("", text)))
    return {key(text), key(read)}


def _texts(data) -> Iterator[str]:
    """Every text of a page's content but what editors remark on it; the JSON of a body is opened."""
    if isinstance(data, str):
        yield from _texts(json.loads(data)) if data.startswith("[{") else [data]
    elif isinstance(data, dict):
        yield from _each(piece for name, piece in data.items() if name != COMMENTS_RELATION_NAME)
    elif isinstance(data, list):
        yield from _each(data)


def _each(pieces: Iterable) -> Iterator[str]:
    for piece in pieces:
        yield from _texts(piece)
