"""Model fields that carry a promise about their content."""

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
# The web, a mailbox, a telephone, or a place of this site. What looks like none of them is nobody's to guess at.
_ADDRESS = re.compile(r"(https?://|mailto:|tel:|[/#?])[^\\\s]*|[^:\\\s]*", re.IGNORECASE)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LOWEST = 5


def render_markdown(
    text: str, top: int = 3, parser: MarkdownIt = _MARKDOWN, placeholders: dict[str, set[str]] | None = None
) -> str:
    """Safe HTML of a member's Markdown.

    Headings start at `top`: h3, under the page's own h1 and h2, where nothing else is said. Links open as
    `rel="noopener nofollow"` and may only lead to the web, a mailbox or a telephone. Images are left out: photos are
    attached, with a credit. `parser` is a room's that knows more than Markdown; `placeholders` are the elements, with
    their attributes, that its own rules make.
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
    """What is left of an editor's text, or of a translator's, once all is gone that could run."""
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


def mend_references(source: str) -> str:
    """Stored rich text whose links name rows by number, or nothing: a database raises on anything else."""
    return _REFERENCE.sub(lambda tag: _ID.sub(_kept_id, tag.group()), source)


def _kept_id(attribute: re.Match) -> str:
    return attribute.group() if _NUMBER.fullmatch(attribute.group(1)) else ' id="0"'


class MarkdownField(models.TextField):
    """Text a person wrote in Markdown; shown only through `render_markdown`."""
