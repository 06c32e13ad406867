"""Extract what the sender wrote, without quotes and signature.

mail-parser-reply finds the lines by which mail programs introduce quotes. This module adds phrases that it lacks
(`phrases`), answers below or between quoted lines, and checks for text that only looks like a quote or a signature. In
doubt a line is kept: a line too many does less harm than a lost paragraph.
"""

import re
from dataclasses import dataclass, field

from mailparser_reply import EmailMessage

from website.replies.mails import phrases

# Limits of the text that is examined, and of a line: the library's expressions take quadratic time.
MAX_CHARACTERS = 200_000
MAX_LINE_LENGTH = 300
MAX_KEPT_QUOTE_LINES = 6
# A longer quote was probably not typed by hand.
MAX_OWN_QUOTE_LINES = 20
MAX_SIGNATURE_LINES = 40
# Mail programs introduce a quote with a date and either a time or an address; sentences rarely contain both.
_DAY = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}(st|nd|rd|th)?[., ]+[^\W\d]{3,10}[., ]+\d{4}"
    r"|[^\W\d]{3,10}[. ]+\d{1,2}(st|nd|rd|th)?[., ]+\d{4}"
)
_MINUTE_OR_ADDRESS = re.compile(r"\d{1,2}[:h]\d{2}|\d{1,2}\.\d{2} Uhr|\w@\w")
_SEPARATOR = re.compile(r"\n?^ *(?:[-_*=] ?){3,}\Z", re.MULTILINE)
# Phones replace two hyphens by an em dash.
_DASHES = {"--", "—"}
_CONTACT = re.compile(r"\d[\d ./()-]{6,}\d|\w@\w|www\.|https?://")


@dataclass
class Block:
    """Consecutive lines that are all quoted or all not.

    `stands_alone`: an empty line precedes it. `is_announced`: a mail program's introduction precedes it.
    """

    is_quote: bool
    stands_alone: bool
    is_announced: bool = False
    lines: list[str] = field(default_factory=list)

    def last(self) -> str:
        return next((line for line in reversed(self.lines) if line), "")

    def drop_last(self) -> None:
        while self.lines and not self.lines.pop():
            pass


def own_text(text: str) -> str:
    """Return the sender's own text of a plain-text mail."""
    text = text[:MAX_CHARACTERS]
    start = _start_of_quote(text)
    top = _SEPARATOR.sub("", text[:start].rstrip())
    if text[start:].startswith(">") and phrases.ANNOUNCEMENT.match(top.rpartition("\n")[2]):
        top = top.rpartition("\n")[0].rstrip()
    if _has_quotes(top):
        top = _answers(_blocks(top), keeps_own_quotes=True)
    top = without_signature(top)
    blocks = _without_introduction(_blocks(text[start:]))
    if top:
        # Programs that wrap long quoted lines leave the continuation without “>”.
        blocks = [block for block in blocks if block.is_quote or block.stands_alone]
    return "\n\n".join(filter(None, (top, without_signature(_answers(blocks)))))


def _start_of_quote(text: str) -> int:
    """Return the position of the first introduction of a quote, or of the end of the text."""
    lines = text.split("\n")
    scanned = "\n".join("·" if len(line) > MAX_LINE_LENGTH else line.strip() for line in lines)
    for found in EmailMessage(text="", languages=[*phrases.LANGUAGES]).HEADER_REGEX.finditer(scanned):
        at = found.start() + len(found[0]) - len(found[0].lstrip("\n"))
        end = scanned.count("\n", 0, found.end()) + 1
        line = scanned.count("\n", 0, at)
        # The match may begin with a line of the sender that starts with the same word.
        line += _last_opening(found[0].strip("\n").split("\n"))
        if _is_introduction(lines[line:end], next(filter(str.strip, lines[end:]), "")):
            return sum(len(before) + 1 for before in lines[:line])
    return len(text)


def _is_introduction(lines: list[str], after: str) -> bool:
    """Return whether a mail program wrote these lines above a quote; `after` is the first line below them."""
    head = "\n".join(lines).lstrip()
    if head.startswith(">") or phrases.RULE.match(head):
        return True
    if phrases.FIELD.match(head) and not phrases.OPENING.match(head):
        return bool(phrases.SENDER.search(head) and phrases.SENT.search(head))
    return after.startswith(">") or bool(_DAY.search(head) and _MINUTE_OR_ADDRESS.search(head))


def _last_opening(lines: list[str]) -> int:
    first = phrases.OPENING.match(lines[0])
    openings = [n for n, line in enumerate(lines) if first and phrases.OPENING.match(line)]
    return openings[-1] if openings else 0


def _has_quotes(text: str) -> bool:
    return any(line.lstrip().startswith(">") for line in text.split("\n"))


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    after_empty = True
    for line in text.split("\n"):
        is_quote = line.lstrip().startswith(">")
        if line.strip() and (not blocks or blocks[-1].is_quote != is_quote):
            is_announced = is_quote and bool(blocks) and bool(phrases.ANNOUNCEMENT.match(blocks[-1].last()))
            if is_announced:
                blocks[-1].drop_last()
            blocks.append(Block(is_quote, after_empty, is_announced))
        if blocks:
            blocks[-1].lines.append(line)
        after_empty = not line.strip()
    return blocks


def _without_introduction(blocks: list[Block]) -> list[Block]:
    """Drop the introduction of a quote; return nothing if the quoted lines are not marked with “>”."""
    return blocks[1:] if len(blocks) > 1 and blocks[1].is_quote else blocks if blocks and blocks[0].is_quote else []


def _answers(blocks: list[Block], *, keeps_own_quotes: bool = False) -> str:
    """Return the text below and between quoted lines, each answer after the last paragraph of its quote.

    A single quote of the whole mail is dropped, because the reply refers to it anyway. With `keeps_own_quotes`, quotes
    without an introduction are kept, because the sender may have typed them.
    """
    while blocks and blocks[-1].is_quote:
        before = blocks[-2].last() if keeps_own_quotes and len(blocks) > 1 else ""
        if before.endswith(":") and _may_be_typed(blocks[-1]):
            break
        blocks = blocks[:-1]
    quotes = sum(block.is_quote for block in blocks)
    kept = []
    for block in blocks:
        if not block.is_quote or (keeps_own_quotes and _may_be_typed(block)):
            kept.append("\n".join(block.lines).strip("\n"))
        elif quotes > 1 or (keeps_own_quotes and len(block.lines) <= MAX_KEPT_QUOTE_LINES):
            kept.append("\n".join(_last_paragraph(block.lines)))
    return "\n\n".join(filter(str.strip, kept))


def _may_be_typed(block: Block) -> bool:
    return not block.is_announced and len(block.lines) <= MAX_OWN_QUOTE_LINES


def _last_paragraph(lines: list[str]) -> list[str]:
    """Return the last paragraph of a quote, without nested quotes."""
    paragraph: list[str] = []
    for line in reversed(lines):
        words = re.sub(r"^\s*> ?", "", line)
        if words.strip() and not words.startswith(">"):
            paragraph.insert(0, f"> {words}")
        elif paragraph:
            break
    return paragraph[-MAX_KEPT_QUOTE_LINES:]


def without_signature(text: str) -> str:
    lines = _above_separator(text.strip("\n")).split("\n")
    late = max(0, len(lines) - MAX_SIGNATURE_LINES)
    lines[late:] = [line for line in lines[late:] if not phrases.SENT_FROM.match(line.strip())]
    text = "\n".join(lines).strip("\n")
    found = _signature(text)
    return _SEPARATOR.sub("", text[: len(text) - len(found)].strip("\n")).strip("\n")


def _above_separator(text: str) -> str:
    """Cut off the text below a signature separator. “-- ” with a space is always one (RFC 3676)."""
    lines = text.split("\n")
    late = len(lines) - 2 * MAX_SIGNATURE_LINES
    for number, line in enumerate(lines):
        if line == "-- " or (number >= late and line in _DASHES and _is_signature(lines[number + 1 :])):
            return "\n".join(lines[:number]).rstrip("\n")
    return text


def _signature(text: str) -> str:
    """Return the end of the text from the closing phrase on, or "" if more text follows it."""
    message = EmailMessage(text="", languages=[*phrases.LANGUAGES], keep_hyphen_lists=True)
    lines = text.split("\n")
    for number in range(max(0, len(lines) - MAX_SIGNATURE_LINES), len(lines)):
        tail = "\n".join(lines[number:])
        # One of the library's expressions requires a character before the phrase.
        found = message.SIGNATURE_REGEX.match("\n" + tail, 1)
        says_thanks = bool(phrases.THANKS.match(lines[number]))
        if found and _is_closing(lines[number], lines[number + 1 :]) and (number or not says_thanks):
            return tail
    return ""


def _is_closing(line: str, after: list[str]) -> bool:
    """Return whether the line is a closing phrase followed only by a signature or legal disclaimer."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", line)
    may_go_on = phrases.THANKS.match(line) or phrases.ALSO_IN_SENTENCES.match(line)
    names = (word[0].isupper() or word.lower() in phrases.FOR_WHOM for word in words[2:])
    return (
        len(line) <= 60
        and len(words) <= 8
        and not line.endswith(("?", ":"))
        and (not may_go_on or all(names))
        and _is_signature(after)
    )


def _is_signature(lines: list[str]) -> bool:
    """Return whether the lines are names, contact details and disclaimers.

    There must be no sentence before the first e-mail address, telephone number or link.
    """
    lines_with_text = [line for line in lines if line.strip()]
    return (
        len(lines_with_text) <= MAX_SIGNATURE_LINES
        and all(len(line) <= 100 or phrases.DISCLAIMER.search(line) for line in lines_with_text)
        and not any(phrases.POSTSCRIPT.match(line) for line in lines_with_text)
        and not _has_sentence(_CONTACT.split("\n".join(lines))[0])
    )


def _has_sentence(text: str) -> bool:
    for paragraph in text.split("\n\n"):
        small = re.findall(r"(?:^|\s)[^\W\d_A-Z]", paragraph)
        is_question = bool(re.search(r"\?\s*$", paragraph, re.MULTILINE))
        is_sentence = is_question or (len(small) >= 3 and bool(re.search(r"[.!…]\s*$", paragraph, re.MULTILINE)))
        if is_sentence and not phrases.DISCLAIMER.search(paragraph):
            return True
    return False
