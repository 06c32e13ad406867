"""Whether a text names somebody who has a part in it."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import COMMENTS_RELATION_NAME

from community.knowledge.enums import Consent
from website.core.normalisation import comparison_key

# What stands within a word; any other mark parts words.
_WITHIN = re.compile(r"</?(?:a|b|code|em|i|s|strong|sub|sup)\b[^>]*>")
_MARK = re.compile(r"<[^>]*>")


def names_without_consent(provenance, content: dict) -> list:
    """Those contributions of the provenance whose person has not agreed to be named, and is, in this content of a page.

    Looked for are the line above their posts, a text that is the name alone (a photo's contribution), and their full name,
    with the first name before or behind, as whole words anywhere; accents and capitals do not count. A name of one word
    may be any word, and a name that somebody else has agreed to may be theirs: neither is looked for in sentences.
    """
    parts = list(provenance.contributions.select_related("user").order_by("pk"))
    agreed = {
        name
        for contribution in parts
        if contribution.answer == Consent.NAMED
        for name in _names(provenance, contribution)
    }
    others = [contribution for contribution in parts if contribution.answer != Consent.NAMED]
    written = list(_texts(content)) if others else []
    plain = [f" {each} " for text in written for each in _plain(text)]
    return [contribution for contribution in others if _is_named(provenance, contribution, written, plain, agreed)]


def _is_named(provenance, contribution, written: list[str], plain: list[str], agreed: set[str]) -> bool:
    if contribution.name and contribution.name in written:
        return True
    with translation.override(provenance.topic.language):
        line = comparison_key(contribution.introduction)
    wanted = {name for name in _names(provenance, contribution) if " " in name} - agreed
    wanted |= {line} if line else set()
    return any(f" {words} " in text for words in wanted for text in plain)


def _names(provenance, contribution) -> set[str]:
    """What they are called, or were when the draft was made; not the words for who is not shown."""
    with translation.override(provenance.topic.language):
        found = {contribution.name} - {_("A member")}
    if contribution.user is not None:
        first, last = contribution.user.first_name, contribution.user.last_name
        found |= {f"{first} {last}", f"{last} {first}"}
    return {comparison_key(name) for name in found} - {""}


def _plain(text: str) -> set[str]:
    """Its words, as they stand and as they are read where the marks are HTML."""
    read = unescape(_MARK.sub(" ", _WITHIN.sub("", text)))
    return {comparison_key(text), comparison_key(read)}


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
