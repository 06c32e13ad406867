"""What a mail says, as Markdown: its plain text, or its HTML where it has no other."""

import re
from dataclasses import dataclass

import nh3
from bs4 import BeautifulSoup, NavigableString
from markdownify import MarkdownConverter

from website.replies.mails import headers, quotes

MOST_HTML, MOST_DEPTH = 500_000, 1000
ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_SIGNED_ONLY = "signed-data"
# What mail programs put around signatures and around what they quote; Outlook quotes to the end of the mail.
_SIGNATURES = (
    ".gmail_signature, .gmail_signature_prefix, .moz-signature, #Signature, #ms-outlook-mobile-signature, "
    ".ms-outlook-mobile-signature, .protonmail_signature_block, #AppleMailSignature, #BloopSignature"
)
_QUOTES = ".yahoo_quoted, .protonmail_quote, div[name=quote], .moz-forward-container"
_QUOTES_TO_THE_END = (
    "#divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container, #OLK_SRC_BODY_SECTION, "
    'div[style*="border-top:solid #E1E1E1"], div[style*="border-top:solid #B5C4DF"]'
)
_RULES = {
    "tags": nh3.ALLOWED_TAGS | {"div", "font", "center"},
    "clean_content_tags": {"script", "style", "title", "template", "noscript"},
    "attributes": {"*": {"class", "id", "name", "style"}, "a": {"href"}, "img": {"src", "alt"}},
    "url_schemes": {"cid", "http", "https", "mailto", "tel"},
    "link_rel": None,
}
_CLOSED_BY_THEMSELVES = {
    *(
        "br",
        "img",
        "hr",
        "meta",
        "link",
        "input",
        "col",
        "area",
        "base",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
    ),
    *("option", "html", "body", "o"),
}
_CONVERTER = MarkdownConverter(escape_asterisks=False, escape_underscores=False, escape_misc=False, bullets="-")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\((?P<address>[^)\s]*)[^)\n]*\)")
# What stands in a plain text where its program has a picture.
_PICTURE_IN_PLAIN_TEXT = re.compile(
    r"\[(cid|image): ?[^\]\n]*\]|<(image|outlook-)[\w.-]+\.(png|jpe?g|gif)>", re.IGNORECASE
)


@dataclass(frozen=True)
class Body:
    """What the mail says in both forms; `is_encrypted` where it says it to somebody else only."""

    plain: str = ""
    html: str = ""
    is_encrypted: bool = False


def message_body(message) -> Body:
    plain, html, encrypted = [], [], []
    for part in _parts(message):
        kind = headers.kind(part)
        if kind in ENCRYPTED and headers.parameter(part, "smime-type").lower() != _SIGNED_ONLY:
            encrypted.append(part)
        elif kind == "text/plain":
            plain.append(decoded(part))
        elif kind == "text/html":
            html.append(decoded(part))
    text = _tidy("\n".join(plain))
    is_encrypted = bool(encrypted) or "-----BEGIN PGP MESSAGE-----" in text
    return Body(text, "\n".join(html), is_encrypted)


def _parts(message):
    """The mail's own parts: neither what is attached, nor what stands within an attached mail."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part is not message and (headers.is_attachment(part) or headers.file_name(part)):
            continue
        yield part
        if headers.kind(part).startswith("multipart/") and isinstance(part.get_payload(), list):
            waiting.extend(reversed(part.get_payload()))


def content(part) -> bytes:
    try:
        return part.get_payload(decode=True) or b""
    except Exception:  # whatever the standard library trips over in a damaged transfer encoding
        return b""


def decoded(part) -> str:
    """The letters of a text. Bytes beyond ASCII that are good UTF-8 are, whatever the mail says they were."""
    data, charset = content(part), headers.parameter(part, "charset") or "utf-8"
    is_certain = data.isascii() or charset.lower().startswith(("utf-16", "utf-32"))
    for encoding in (charset, "utf-8") if is_certain else ("utf-8", charset, "cp1252"):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def written(body: Body) -> str:
    """What the person wrote themselves, as Markdown."""
    return without_pictures(quotes.own_text(body.plain) if body.plain.strip() else own(body.html))


def own(html: str) -> str:
    """What is new in an HTML text, as Markdown."""
    soup = _parsed(html)
    for node in soup.select(_QUOTES_TO_THE_END):
        for later in list(node.next_elements):
            later.extract()
    for node in soup.select(f"{_SIGNATURES}, {_QUOTES}"):
        if not node.decomposed:
            node.decompose()
    return quotes.own_text(_markdown(soup))


def whole(html: str) -> str:
    """All of an HTML text, as Markdown."""
    return _markdown(_parsed(html))


def _parsed(html: str) -> BeautifulSoup:
    """Read as browsers would, by nh3: the standard library's parser takes minutes for what nobody closes."""
    html = html[:MOST_HTML]
    clean = "" if _depth(html) > MOST_DEPTH else nh3.clean(html, **_RULES)
    soup = BeautifulSoup(clean, "html.parser")
    for node in soup.select("br"):
        # What Outlook breaks before a break is no empty line.
        if isinstance(node.previous_sibling, NavigableString):
            node.previous_sibling.replace_with(node.previous_sibling.rstrip())
    return soup


def _depth(html: str) -> int:
    """How deep its elements are nested, roughly; those that readers close by themselves do not count."""
    depth = deepest = 0
    for closing, name in re.findall(r"<(/?)([a-zA-Z]+)", html):
        if name.lower() not in _CLOSED_BY_THEMSELVES:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _markdown(soup: BeautifulSoup) -> str:
    """Nothing where it is nested beyond measure."""
    try:
        return _tidy(_CONVERTER.convert_soup(soup))
    except RecursionError:
        return ""


def _tidy(text: str) -> str:
    """Lines that end with a line feed and nothing before it, plain spaces, nothing that cannot be seen.

    The space after two dashes stays: it makes them the sign of a signature (RFC 3676).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u00a0", " ")
    text = text.replace("\u202f", " ")
    text = _INVISIBLE.sub("", text)
    text = "\n".join(line if line == "-- " else line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def pictures_in(markdown: str) -> set[str]:
    """The Content-IDs of the pictures that it shows."""
    found = (match["address"] for match in _PICTURE.finditer(markdown))
    return {address.removeprefix("cid:") for address in found if address.startswith("cid:")}


def without_pictures(text: str) -> str:
    """Files are brought beside the text, not in it."""
    return _tidy(_PICTURE_IN_PLAIN_TEXT.sub("", _PICTURE.sub("", text)))
