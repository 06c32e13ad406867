"""What the person wrote themselves: without what the mail quotes, and without their signature.

mail-parser-reply knows how mail programs announce what they quote. Around it: the words that it does not know
(`phrases`), answers under or between what they answer, and care for what only looks like a quote or a signature, for a
line too many does less harm than a paragraph lost.
"""

import re
from dataclasses import dataclass, field

from mailparser_reply import EmailMessage

from website.replies.mails import phrases

# As much as is looked at, and a line as long as the library's expressions, which grow with its square, are given.
MOST_CHARACTERS = 200_000
MOST_ON_A_LINE = 300
KEPT_OF_A_QUOTE = 6
# A longer one was hardly typed by hand.
LINES_OF_ONES_OWN_QUOTE = 20
LINES_OF_A_SIGNATURE = 40
# Programs say when, to the minute, or from which address; a sentence that ends with “wrote:” rarely does.
_DAY = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}(st|nd|rd|th)?[., ]+[^\W\d]{3,10}[., ]+\d{4}"
    r"|[^\W\d]{3,10}[. ]+\d{1,2}(st|nd|rd|th)?[., ]+\d{4}"
)
_MINUTE_OR_ADDRESS = re.compile(r"\d{1,2}[:h]\d{2}|\d{1,2}\.\d{2} Uhr|\w@\w")
_SEPARATOR = re.compile(r"\n?^ *(?:[-_*=] ?){3,}\Z", re.MULTILINE)
# Telephones write one long dash for two.
_DASHES = {"--", "—"}
_CONTACT = re.compile(r"\d[\d ./()-]{6,}\d|\w@\w|www\.|https?://")


@dataclass
class Block:
    """Lines that are all quoted, or all not; whether an empty line or a program's announcement stands before them."""

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
    """What is new in the text of a mail."""
    text = text[:MOST_CHARACTERS]
    start = _start_of_quote(text)
    top = _SEPARATOR.sub("", text[:start].rstrip())
    if text[start:].startswith(">") and phrases.ANNOUNCEMENT.match(top.rpartition("\n")[2]):
        top = top.rpartition("\n")[0].rstrip()
    if _has_quotes(top):
        top = _answers(_blocks(top), keeps_own_quotes=True)
    top = without_signature(top)
    blocks = _under_header(_blocks(text[start:]))
    if top:
        # Programs that break long lines leave the ends of quoted ones without their mark.
        blocks = [block for block in blocks if block.is_quote or block.stands_alone]
    return "\n\n".join(filter(None, (top, without_signature(_answers(blocks)))))


def _start_of_quote(text: str) -> int:
    """Where a mail program begins to quote, or the end of the text."""
    lines = text.split("\n")
    twin = "\n".join("·" if len(line) > MOST_ON_A_LINE else line.strip() for line in lines)
    for found in EmailMessage(text="", languages=[*phrases.LANGUAGES]).HEADER_REGEX.finditer(twin):
        at = found.start() + len(found[0]) - len(found[0].lstrip("\n"))
        end = twin.count("\n", 0, found.end()) + 1
        line = twin.count("\n", 0, at)
        # A line of the person's own may begin as the program's does.
        line += _last_opening(found[0].strip("\n").split("\n"))
        if _announces(lines[line:end], next(filter(str.strip, lines[end:]), "")):
            return sum(len(before) + 1 for before in lines[:line])
    return len(text)


def _announces(lines: list[str], after: str) -> bool:
    """Whether a program wrote these lines above what it quotes; `after` is the first line of that."""
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


def _under_header(blocks: list[Block]) -> list[Block]:
    """Without the words that announce a quote; nothing where they announce one whose lines have no mark."""
    return blocks[1:] if len(blocks) > 1 and blocks[1].is_quote else blocks if blocks and blocks[0].is_quote else []


def _answers(blocks: list[Block], *, keeps_own_quotes: bool = False) -> str:
    """What stands under and between quoted lines, each answer after the end of what it answers.

    Under a quote that is the whole of the other mail nothing of it is kept: it is what the reply hangs on. Where no
    program said that it quotes, the person may have typed it.
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
        elif quotes > 1 or (keeps_own_quotes and len(block.lines) <= KEPT_OF_A_QUOTE):
            kept.append("\n".join(_last_paragraph(block.lines)))
    return "\n\n".join(filter(str.strip, kept))


def _may_be_typed(block: Block) -> bool:
    return not block.is_announced and len(block.lines) <= LINES_OF_ONES_OWN_QUOTE


def _last_paragraph(lines: list[str]) -> list[str]:
    """Of what one person said; what they quoted themselves is left out."""
    said: list[str] = []
    for line in reversed(lines):
        words = re.sub(r"^\s*> ?", "", line)
        if words.strip() and not words.startswith(">"):
            said.insert(0, f"> {words}")
        elif said:
            break
    return said[-KEPT_OF_A_QUOTE:]


def without_signature(text: str) -> str:
    lines = _above_dashes(text.strip("\n")).split("\n")
    late = max(0, len(lines) - LINES_OF_A_SIGNATURE)
    lines[late:] = [line for line in lines[late:] if not phrases.SENT_FROM.match(line.strip())]
    text = "\n".join(lines).strip("\n")
    found = _signature(text)
    return _SEPARATOR.sub("", text[: len(text) - len(found)].strip("\n")).strip("\n")


def _above_dashes(text: str) -> str:
    """Without what stands under the sign that programs put above signatures; with a space it is nothing else."""
    lines = text.split("\n")
    late = len(lines) - 2 * LINES_OF_A_SIGNATURE
    for number, line in enumerate(lines):
        if line == "-- " or (number >= late and line in _DASHES and _says_only_who(lines[number + 1 :])):
            return "\n".join(lines[:number]).rstrip("\n")
    return text


def _signature(text: str) -> str:
    """The end of the text, from the words of goodbye on, where nothing is said after them."""
    message = EmailMessage(text="", languages=[*phrases.LANGUAGES], keep_hyphen_lists=True)
    lines = text.split("\n")
    for number in range(max(0, len(lines) - LINES_OF_A_SIGNATURE), len(lines)):
        tail = "\n".join(lines[number:])
        # An expression of the library's wants something before the words.
        found = message.SIGNATURE_REGEX.match("\n" + tail, 1)
        says_thanks = bool(phrases.THANKS.match(lines[number]))
        if found and _is_goodbye(lines[number], lines[number + 1 :]) and (number or not says_thanks):
            return tail
    return ""


def _is_goodbye(line: str, after: list[str]) -> bool:
    """Whether the line says goodbye, and what follows says only who, and what lawyers want."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", line)
    may_go_on = phrases.THANKS.match(line) or phrases.ALSO_IN_SENTENCES.match(line)
    names = (word[0].isupper() or word.lower() in phrases.FOR_WHOM for word in words[2:])
    return (
        len(line) <= 60
        and len(words) <= 8
        and not line.endswith(("?", ":"))
        and (not may_go_on or all(names))
        and _says_only_who(after)
    )


def _says_only_who(lines: list[str]) -> bool:
    """Names, addresses, and what lawyers want: no sentence before the first address, telephone number or link."""
    said = [line for line in lines if line.strip()]
    return (
        len(said) <= LINES_OF_A_SIGNATURE
        and all(len(line) <= 100 or phrases.DISCLAIMER.search(line) for line in said)
        and not any(phrases.POSTSCRIPT.match(line) for line in said)
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
