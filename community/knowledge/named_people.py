"""Detection of the names of contributors in the content of a page."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import COMMENTS_RELATION_NAME

from community.knowledge.enums import Consent
from website.core.normalisation import comparison_key

# Inline tags may occur within a word; any other tag separates words.
_INLINE_TAG = re.compile(r"</?(?:a|b|code|em|i|s|strong|sub|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def names_without_consent(provenance, content: dict) -> list:
    """Return the contributions whose author is named in this page content and has not agreed to be named.

    Three things count as naming: the line above the author's posts, a text that consists of the name alone (such as the
    credit of a photo), and the full name as whole words, in either order, ignoring case and accents. Within sentences,
    names of one word are ignored, because they may be ordinary words, and so are names that a namesake agreed to.
    """
    contributions = list(provenance.contributions.select_related("user").order_by("pk"))
    agreed = {
        name
        for contribution in contributions
        if contribution.answer == Consent.NAMED
        for name in _names(provenance, contribution)
    }
    others = [contribution for contribution in contributions if contribution.answer != Consent.NAMED]
    texts = list(_texts(content)) if others else []
    searchable = [f" {form} " for text in texts for form in _searchable_forms(text)]
    return [contribution for contribution in others if _is_named(provenance, contribution, texts, searchable, agreed)]


def _is_named(provenance, contribution, texts: list[str], searchable: list[str], agreed: set[str]) -> bool:
    if contribution.name and contribution.name in texts:
        return True
    with translation.override(provenance.topic.language):
        line = comparison_key(contribution.introduction)
    wanted = {name for name in _names(provenance, contribution) if " " in name} - agreed
    wanted |= {line} if line else set()
    return any(f" {words} " in text for words in wanted for text in searchable)


def _names(provenance, contribution) -> set[str]:
    """Return the current name and the one in the draft, normalised, without the label for hidden members."""
    with translation.override(provenance.topic.language):
        found = {contribution.name} - {_("A member")}
    if contribution.user is not None:
        first, last = contribution.user.first_name, contribution.user.last_name
        found |= {f"{first} {last}", f"{last} {first}"}
    return {comparison_key(name) for name in found} - {""}


def _searchable_forms(text: str) -> set[str]:
    """Return the normalised text, both unchanged and with HTML tags removed."""
    without_tags = unescape(_TAG.sub(" ", _INLINE_TAG.sub("", text)))
    return {comparison_key(text), comparison_key(without_tags)}


def _texts(data) -> Iterator[str]:
    """Yield every string in the content of a page, including those in StreamField JSON, but not editors' comments."""
    if isinstance(data, str):
        yield from _texts(json.loads(data)) if data.startswith("[{") else [data]
    elif isinstance(data, dict):
        yield from _texts_of_all(value for name, value in data.items() if name != COMMENTS_RELATION_NAME)
    elif isinstance(data, list):
        yield from _texts_of_all(data)


def _texts_of_all(values: Iterable) -> Iterator[str]:
    for value in values:
        yield from _texts(value)
