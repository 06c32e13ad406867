"""Any mail is handled without an error and in limited time; it may be refused."""

from random import Random

import pytest
from anymail.inbound import AnymailInboundMessage
from hypothesis import given
from hypothesis import strategies as st

from tests.testing import no_runaway
from tests.website.replies.conftest import MAILS, addressed, delivered, letter, parsed
from website.replies.actions import receive
from website.replies.enums import MailOutcome
from website.replies.mails.quotes import MAX_CHARACTERS, own_text
from website.replies.mails.texts import own_html_text

pytestmark = pytest.mark.django_db
STORED = sorted(MAILS.glob("*/*.eml"))
TRAPS = [
    b"\0", b"\xff\xfe", b"\r\n\r\n", b"--000000000000a1b2c3--", b"=?utf-8?B?/w==?=", b"=?x?Q?=zz?=", b"\r\n" * 50, b"<" * 90,
    b"Content-Type: multipart/mixed; boundary=\r\n", b'Content-Type: text/plain; charset="\xff', b"charset=utf-7", b">" * 200,
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Disposition: attachment; filename*0*=utf-8''%ff; filename*2=b\r\n",
    b"From: \"", b"To: ;;;,<>@", b"Message-ID: <>", b"Date: \xe9", b"Content-Type: message/rfc822\r\n\r\n", b"(((((", b"[", b"\\",
    b"Content-Type: application/pkcs7-mime\r\n", b"Content-ID: <\xff>\r\n", b"<img src='cid:", b"</div>" * 30, b"%", b"&#x0;",
]  # fmt: skip


def handled(data: bytes) -> MailOutcome | None:
    outcome = receive(AnymailInboundMessage.parse_raw_mime_bytes(data))
    assert outcome is None or outcome in MailOutcome
    return outcome


def mutated(data: bytes, chance: Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(out) + 1), chance.randrange(40)
        way = chance.randrange(4)
        if way == 0:
            out[at:at] = chance.choice(TRAPS)
        elif way == 1:
            del out[at : at + length]
        elif way == 2:
            out[at:at] = out[at : at + length]
        else:
            out[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(out)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_damaged_mail_raises_no_error(path, address):
    chance = Random(path.stem)  # noqa: S311 - the same on every run
    data = addressed(path.read_bytes().decode("utf-8", "surrogateescape"), address).encode("utf-8", "surrogateescape")
    for _ in range(20):
        handled(mutated(data, chance))


@given(body=st.binary(max_size=400), head=st.binary(max_size=200))
def test_a_mail_of_any_bytes_raises_no_error(body, head):
    handled(head + b"\r\n\r\n" + body)


@given(text=st.text(alphabet=st.sampled_from(list("> \n-_*:.,@<>(OnLewrote3")), max_size=400))
def test_the_own_text_is_never_longer_than_the_text(text):
    kept = own_text(text)
    assert len(kept) <= len(text) + 2 * text.count(">") + 2
    assert own_html_text(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "On " + "x " * 100_000,
        "On 3 March 2026 10:12 " * 9000,
        "\n".join(["On 3 March 2026, 10:12 " + "x " * 130] * 700),
        "\n".join(["Le 3 mars 2026 à 10:12 " + "a écri " * 30] * 700),
        "\n".join(["Op 3 maart 2026 om 10:12 schreef " * 8] * 700),
        "From:\n" * 30_000,
        "--\n" * 60_000,
        "—\nWe all said so.\n" * 8000,
        "Anna schreef op 3\n" * 8000,
        "De : \n" * 30_000,
        "> " * 90_000,
        ">" * 190_000,
        "-" * 190_000,
        "\n- " * 60_000,
        "\n\n \n" * 40_000,
        "Confidential: mail " * 10_000,
        "Hinweis: " + "mail " * 30_000,
        "Best regards,\n" * 10_000,
        "*" * 190_000,
    ],
    ids=range(19),
)
def test_no_text_takes_long(address, text):
    with no_runaway():
        handled(letter(address, text[:MAX_CHARACTERS]).as_bytes())


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 30_000 + "Yes.",
        "<p>Yes." * 30_000,
        "<blockquote>" * 3000 + "Yes.",
        "<table><tr><td>" * 3000,
        "<ul><li>" * 3000,
        "<div id=appendonsend>" * 5000,
        "<div class=gmail_signature>" * 5000,
        "<!--" * 50_000,
        "<a href='" * 50_000,
        "&" * 200_000,
        "<img src='cid:x'>" * 20_000,
    ],
    ids=range(11),
)
def test_no_html_takes_long(address, html):
    mail = f"From: camille@example.org\nTo: {address}\nMessage-ID: <a@b>\nContent-Type: text/html; charset=utf-8\n\n{html}\n"
    with no_runaway():
        assert receive(parsed(mail)) in MailOutcome


def test_a_mail_of_very_many_parts_or_levels_raises_no_error(address):
    head = f"From: camille@example.org\nTo: {address}\nMIME-Version: 1.0\n"
    part = "--e\nContent-Type: text/plain; name=x.exe\n\nx\n"
    assert receive(parsed(f"{head}Content-Type: multipart/mixed; boundary=e\n\n{part * 3000}--e--\n")) == "empty"
    levels = "".join(f"Content-Type: multipart/mixed; boundary=e{n}\n\n--e{n}\n" for n in range(300))
    assert receive(parsed(f"{head}{levels}Content-Type: text/plain\n\nYes.\n")) in MailOutcome
    assert len(delivered()) <= 1
