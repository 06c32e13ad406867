"""Extract the text of a mail as Markdown, from the plain text or, if there is none, from the HTML."""

import re
from dataclasses import dataclass

import nh3
from bs4 import BeautifulSoup, NavigableString
from markdownify import MarkdownConverter

from website.replies.mails import headers, quotes

MAX_HTML, MAX_DEPTH = 500_000, 1000
ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_SIGNED_ONLY = "signed-data"
# Elements around signatures and quotes of mail programs. Quotes of Outlook extend to the end of the mail.
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
_WITHOUT_END_TAG = {
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
# Placeholders of pictures in plain text.
_PICTURE_IN_PLAIN_TEXT = re.compile(
    r"\[(cid|image): ?[^\]\n]*\]|<(image|outlook-)[\w.-]+\.(png|jpe?g|gif)>", re.IGNORECASE
)


@dataclass(frozen=True)
class Body:
    """The plain text and the HTML of a mail; `is_encrypted` if it cannot be read."""

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
    """Yield the parts of the mail, without attachments and the parts of attached mails."""
    pending = [message]
    while pending:
        part = pending.pop()
        if part is not message and (headers.is_attachment(part) or headers.file_name(part)):
            continue
        yield part
        if headers.kind(part).startswith("multipart/") and isinstance(part.get_payload(), list):
            pending.extend(reversed(part.get_payload()))


def content(part) -> bytes:
    try:
        return part.get_payload(decode=True) or b""
    except Exception:  # the standard library raises various exceptions for a damaged transfer encoding
        return b""


def decoded(part) -> str:
    """Decode a text part. Non-ASCII bytes that are valid UTF-8 are decoded as such, whatever charset is declared."""
    data, charset = content(part), headers.parameter(part, "charset") or "utf-8"
    is_certain = data.isascii() or charset.lower().startswith(("utf-16", "utf-32"))
    for encoding in (charset, "utf-8") if is_certain else ("utf-8", charset, "cp1252"):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def sender_text(body: Body) -> str:
    """Return the sender's own text as Markdown, without quotes, signature and pictures."""
    return without_pictures(quotes.own_text(body.plain) if body.plain.strip() else own_html_text(body.html))


def own_html_text(html: str) -> str:
    """Return the sender's own text of an HTML body as Markdown."""
    soup = _parsed(html)
    for node in soup.select(_QUOTES_TO_THE_END):
        for following in list(node.next_elements):
            following.extract()
    for node in soup.select(f"{_SIGNATURES}, {_QUOTES}"):
        if not node.decomposed:
            node.decompose()
    return quotes.own_text(_markdown(soup))


def html_as_markdown(html: str) -> str:
    """Return a whole HTML body as Markdown."""
    return _markdown(_parsed(html))


def _parsed(html: str) -> BeautifulSoup:
    """Parse HTML. nh3 cleans it first, because the standard library's parser takes minutes for unclosed elements."""
    html = html[:MAX_HTML]
    clean = "" if _depth(html) > MAX_DEPTH else nh3.clean(html, **_RULES)
    soup = BeautifulSoup(clean, "html.parser")
    for node in soup.select("br"):
        # A line break of the source before <br>, as in Outlook, is not an empty line.
        if isinstance(node.previous_sibling, NavigableString):
            node.previous_sibling.replace_with(node.previous_sibling.rstrip())
    return soup


def _depth(html: str) -> int:
    """Estimate the depth of nesting; void elements and those with optional end tags are not counted."""
    depth = deepest = 0
    for closing, name in re.findall(r"<(/?)([a-zA-Z]+)", html):
        if name.lower() not in _WITHOUT_END_TAG:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _markdown(soup: BeautifulSoup) -> str:
    """Convert to Markdown; return "" if the nesting is too deep."""
    try:
        return _tidy(_CONVERTER.convert_soup(soup))
    except RecursionError:
        return ""


def _tidy(text: str) -> str:
    """Normalise line ends and spaces, and remove trailing spaces and invisible characters.

    The trailing space of “-- ” remains: it marks a signature (RFC 3676).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u00a0", " ")
    text = text.replace("\u202f", " ")
    text = _INVISIBLE.sub("", text)
    text = "\n".join(line if line == "-- " else line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def pictures_in(markdown: str) -> set[str]:
    """Return the Content-IDs of pictures in a Markdown text."""
    found = (match["address"] for match in _PICTURE.finditer(markdown))
    return {address.removeprefix("cid:") for address in found if address.startswith("cid:")}


def without_pictures(text: str) -> str:
    """Remove pictures from a text; they are attached to the reply as files."""
    return _tidy(_PICTURE_IN_PLAIN_TEXT.sub("", _PICTURE.sub("", text)))
