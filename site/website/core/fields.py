"""Sanitised HTML from Markdown and rich text, and the model field for Markdown."""

import re

import nh3
from django.db import models
from markdown_it import MarkdownIt

MARKDOWN_OPTIONS, MARKDOWN_RULES = {"html": False, "linkify": False}, ["table", "strikethrough"]
_MARKDOWN = MarkdownIt("commonmark", MARKDOWN_OPTIONS).enable(MARKDOWN_RULES)
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre",
    "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_RICH_TEXT_TAGS = _TAGS | {"b", "h6", "i", "sub", "sup"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_REFERENCE, _ID, _NUMBER = re.compile(r"<(?:a|embed)\b[^>]*>"), re.compile(r'\sid="([^"]*)"'), re.compile("[0-9]{1,9}")
# A web, mail or telephone address, or a path of this site. Everything else is removed.
_ADDRESS = re.compile(r"(https?://|mailto:|tel:|[/#?])[^\\\s]*|[^:\\\s]*", re.IGNORECASE)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LOWEST = 5


def render_markdown(
    text: str, top: int = 3, parser: MarkdownIt = _MARKDOWN, placeholders: dict[str, set[str]] | None = None
) -> str:
    """Render a member's Markdown as safe HTML.

    The highest headings become level `top`: by default h3, below the page's own h1 and h2. Links get
    `rel="noopener nofollow"` and lead to web pages, mail addresses or telephone numbers only. Images are removed, because
    photos are attached with a credit. An app may pass a `parser` with rules of its own; `placeholders` then maps the
    elements that these rules produce to their attributes.
    """
    env, placeholders = {}, placeholders or {}
    tokens = parser.parse(text, env)
    for token in tokens:
        if token.tag in _HEADINGS:
            token.tag = f"h{min(max(int(token.tag[1]), 2) + top - 2, _LOWEST)}"
    html = parser.renderer.render(tokens, parser.options, env)
    return nh3.clean(
        html,
        tags=_TAGS | placeholders.keys(),
        attributes={"a": {"href", "title"}, **placeholders},
        attribute_filter=_plain_address,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
    )


def clean_rich_text(html: str) -> str:
    """Return the rich text of an editor or translator without anything that a browser could execute."""
    return nh3.clean(
        html,
        tags=_RICH_TEXT_TAGS,
        attributes={"a": {"href", "title"}},
        attribute_filter=_plain_address,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _plain_address(tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or _ADDRESS.fullmatch(value.strip()) else None


def repair_references(source: str) -> str:
    """Replace primary keys that are not numbers in the links of rich text by 0, because a database raises on them."""
    return _REFERENCE.sub(lambda tag: _ID.sub(_numeric_id, tag.group()), source)


def _numeric_id(attribute: re.Match) -> str:
    return attribute.group() if _NUMBER.fullmatch(attribute.group(1)) else ' id="0"'


class MarkdownField(models.TextField):
    """Markdown by a user. Render it with `render_markdown` only."""
