"""Whether HTML that came of somebody's text is harmless: no more than a few tags of text, and links to the web."""

from html.parser import HTMLParser

MARKDOWN_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
RICH_TEXT_TAGS = MARKDOWN_TAGS | {"b", "h2", "h6", "i", "sub", "sup"}
LINK_ATTRIBUTES = {"href", "title", "rel"}
SCHEMES = {"http", "https", "mailto", "tel"}
FOLLOWED_BY_NOBODY = "noopener nofollow"


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_decl(self, decl):
        self.found.append((f"!{decl}", {}))

    handle_pi = unknown_decl = handle_comment = handle_decl


def tags(html: str) -> list[tuple[str, dict]]:
    """Every tag with its attributes, in order; comments and declarations too."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def outline(html: str) -> list[tuple[str, tuple]]:
    """The tags and the names of their attributes: what a text that stays text cannot change."""
    return [(tag, tuple(sorted(attributes))) for tag, attributes in tags(html)]


def harms(html: str, allowed=MARKDOWN_TAGS, rel: str | None = FOLLOWED_BY_NOBODY) -> list[str]:
    """What is wrong with the HTML of one text, in sentences."""
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
