"""Model fields that carry a promise about their content."""

import nh3
from django.db import models
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre",
    "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LOWEST = 5


def render_markdown(text: str, top: int = 3) -> str:
    """Safe HTML of a member's Markdown.

    Headings start at `top`: h3, under the page's own h1 and h2, where nothing else is said. Links open as
    `rel="noopener nofollow"` and may only lead to http, https and mailto addresses. Images are left out: photos are
    attached, with a credit.
    """
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.tag in _HEADINGS:
            token.tag = f"h{min(max(int(token.tag[1]), 2) + top - 2, _LOWEST)}"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


class MarkdownField(models.TextField):
    """Text a person wrote in Markdown; shown only through `render_markdown`."""
