"""Checks that HTML rendered from user input contains only a few text tags and web links."""

from html.parser import HTMLParser

MARKDOWN_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
RICH_TEXT_TAGS = MARKDOWN_TAGS | {"b", "h2", "h6", "i", "sub", "sup"}
LINK_ATTRIBUTES = {"href", "title", "rel"}
SCHEMES = {"http", "https", "mailto", "tel"}
EXTERNAL_REL = "noopener nofollow"


class _TagCollector(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_decl(self, decl):
        self.found.append((f"!{decl}", {}))

    handle_pi = unknown_decl = handle_comment = handle_decl


def tags(html: str) -> list[tuple[str, dict]]:
    """Return every tag with its attributes, in order, including comments and declarations."""
    reader = _TagCollector()
    reader.feed(html)
    reader.close()
    return reader.found


def outline(html: str) -> list[tuple[str, tuple]]:
    """Return the tags and the names of their attributes, which properly escaped text cannot change."""
    return [(tag, tuple(sorted(attributes))) for tag, attributes in tags(html)]


def harms(html: str, allowed=MARKDOWN_TAGS, rel: str | None = EXTERNAL_REL) -> list[str]:
    """Return a description of each violation in the HTML of one text."""
    found = []
    for tag, attributes in tags(html):
        if tag not in allowed:
            found.append(f"<{tag}>")
        found += [f"{name} on <{tag}>" for name in attributes if tag != "a" or name not in LINK_ATTRIBUTES]
        address = attributes.get("href")
        if address is not None:
            scheme, colon, _rest = "".join(char for char in address if char > " ").partition(":")
            if colon and not set(scheme) & set("/?#") and scheme.lower() not in SCHEMES:
                found.append(f"a link to {address}")
            if rel and attributes.get("rel") != rel:
                found.append(f"rel={attributes.get('rel')} on a link")
    return found
