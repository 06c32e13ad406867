"""Hostile and malformed values for parameters, headers, bodies and files."""

import io
from random import Random

from PIL import Image

from tests.hostile import ADDRESSES, TEXTS

NUMBERS = [
    *(
        "0",
        "-1",
        "1",
        "2",
        "-0",
        "007",
        "1e3",
        "1e400",
        "-1e400",
        "NaN",
        "Infinity",
        "-inf",
        "0x10",
        "1_000",
        "१२",
        "²",
    ),
    *("2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1" * 400, "0." + "3" * 300),
    *("1,5", "1.250,5", "1'000", "1 000", "--1", "+1", "1/2", "½", "1e-400", "999999999999999999999999"),
]
DATES = [
    *("2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "2026-13", "2026-00"),
    *("2026-01-01T00:00:00+99:99", "31/02/2026", "12:99", "24:00", "2026-W53", "9999-12", "0001-01", "0000-01"),
    *("1900-01-01 00:00", "2026-06-31", "tomorrow", "2026-05-12", "25:00:00", "1e9", "٢٠٢٦-٠٥-١٢"),
]
WORDS = [
    *("", " ", "\t\n", "null", "None", "undefined", "true", "[]", "{}", '{"a": 1}', "[1", "../../etc/passwd", "%00"),
    *("\0", "a\0b", "\ufeff", "\u202eabc", "\u0300" * 50, "e\u0301", "İıſK", "😀" * 20, "\U000e0001", "\ud7ff", "𝕬"),
    *(
        "' OR 1=1 --",
        '"; DROP TABLE x; --',
        "%",
        "_",
        "\\",
        "*",
        "?",
        "AND",
        "OR NOT",
        '"',
        "a" * 5000,
        "é" * 300,
        "\r\nX: y",
    ),
    *(
        "x" * 256,
        "fr",
        "de",
        "xx",
        "energy",
        "page",
        "id",
        "__all__",
        "../",
        "//",
        "a@b",
        "a@example.org",
        "\x7f",
        "\x1b[0m",
    ),
    *(
        "a,b,c",
        "a;b",
        "a|b",
        "(",
        ")",
        "[",
        "+",
        "^",
        "$",
        "\\d",
        "(a+)+$",
        "{{7*7}}",
        "%(x)s",
        "{x}",
        "%s",
        "{0}",
        "~" * 100,
    ),
]
# Bytes that are not valid UTF-8, including a lone surrogate.
BROKEN_BYTES = [b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\x80", b"%ff%fe", b"\xf0\x9f", b"a\xffb"]
LANGUAGES = ["fr", "de", "nl", "en"]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X"]
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ["", "xx", "fr;q=abc", "de-" + "a" * 3000, "*", "zh-Hant-TW", "\xff", "fr,,;;q=1"],
    "HTTP_HOST": ["testserver", "testserver:99999", "evil.example.com", "testserver, x", "[::1", "", "testserver\x00"],
    "HTTP_IF_NONE_MATCH": ["*", '"x"', "W/", "\xff", '"' * 500],
    "HTTP_IF_MODIFIED_SINCE": ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 99 Foo 99999 99:99:99 GMT", "0"],
    "HTTP_COOKIE": [
        "sessionid=x",
        "sessionid=\x00",
        "csrftoken=%00",
        "a=b; " * 200,
        "django_language=xx",
        "=;=",
        "messages=x",
    ],
    "HTTP_RANGE": ["bytes=0-0", "bytes=99999-1", "bytes=a-b", "lines=1"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest", "\xff"],
    "HTTP_ORIGIN": ["null", "https://evil.example.com", "http://testserver", "\xff"],
    "HTTP_REFERER": ["", "x", "http://testserver/cms/", "javascript:1", "http://[", "\xff"],
    "HTTP_X_FORWARDED_FOR": ["x", "127.0.0.1, ::1", "999.1.1.1", "\xff" * 50],
    "HTTP_ACCEPT": ["application/json", "text/x; q=y", "*/*", "\xff"],
    "HTTP_SEC_FETCH_SITE": ["cross-site", "x"],
    # No length exceeds the body: a server would accept a short body, the test client raises an error.
    "CONTENT_LENGTH": ["0", "-1", "abc", "5"],
}
CONTENT_TYPES = [
    *(
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "",
        "x",
        "application/xml",
    ),
    *("application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=nonsense"),
    *(
        "multipart/form-data; boundary=\xe9",
        "multipart/form-data; boundary=" + "x" * 300,
        "multipart/mixed; boundary=x",
    ),
]
FILE_NAMES = [
    "a.png",
    "",
    "..",
    "../../x.png",
    "a\0.png",
    "x" * 400 + ".pdf",
    "é.JPG",
    "a.csv",
    "a.po",
    "a.pdf",
    "a.svg",
]


def text(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.12:
        return rng.choice(NUMBERS)
    if kind < 0.22:
        return rng.choice(DATES)
    if kind < 0.32:
        return rng.choice(TEXTS)
    if kind < 0.36:
        return rng.choice(ADDRESSES)
    if kind < 0.46:
        # Any character except surrogates, which cannot be encoded.
        points = (
            rng.choice([rng.randrange(0x250), rng.randrange(0xD800), rng.randrange(0xE000, 0x110000)])
            for _ in range(rng.randrange(30))
        )
        return "".join(map(chr, points))
    return rng.choice(WORDS)


class UploadFile(io.BytesIO):
    """A file with any name and content type, for `encode_multipart`."""

    def __init__(self, data: bytes, name: str, content_type: str):
        super().__init__(data)
        self.name, self.content_type = name, content_type


def file(rng: Random) -> UploadFile:
    """Return a picture, a document or random bytes, with a name that need not match."""
    name = rng.choice(FILE_NAMES)
    kind = rng.random()
    if kind < 0.3:
        out = io.BytesIO()
        Image.new("RGB", (rng.randrange(1, 60), 8)).save(out, rng.choice(["PNG", "JPEG", "GIF", "TIFF"]))
        data = out.getvalue()[: rng.choice([None, None, 40])]
    elif kind < 0.5:
        data = b"%PDF-1.4\n" + rng.randbytes(50)
    elif kind < 0.6:
        data = b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "' + rng.randbytes(5) + b'"\n'
    elif kind < 0.7:
        data = b"PK\x03\x04" + rng.randbytes(60)
    else:
        data = rng.randbytes(rng.choice([0, 1, 300]))
    return UploadFile(data, name, rng.choice(["image/png", "text/html", "x"]))
