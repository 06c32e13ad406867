"""Attachments: accepted under the rules for uploads, listed if refused, ignored if they are not meant as files."""

import base64
import io
from hashlib import shake_128

import pytest
from PIL import Image

from tests.website.replies.conftest import answers, delivered, parsed
from website.replies.actions import receive

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(width=300, height=200, kind="JPEG", **options) -> bytes:
    """Return a picture of noise, which does not compress."""
    pixels = shake_128(b"").digest(width * height * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), pixels).save(out, kind, **options)
    return out.getvalue()


def part(kind: str, name: str, data: bytes, disposition: str = "attachment", content_id: str = "") -> str:
    head = f'Content-Type: {kind}; name="{name}"\nContent-Disposition: {disposition}; filename="{name}"\n'
    head += f"Content-ID: <{content_id}>\n" if content_id else ""
    return f"{head}Content-Transfer-Encoding: base64\n\n{base64.encodebytes(data).decode()}"


def mail(address: str, *parts: str, text: str = "Here they are.", html: str = "", kind: str = "mixed"):
    head = f"From: camille@example.org\nTo: {address}\nSubject: Re: Heat\nMessage-ID: <files@mail.example.org>\n"
    texts = [f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"] if text else []
    texts += [f"Content-Type: text/html; charset=utf-8\n\n{html}\n"] if html else []
    body = "".join(f"--edge\n{each}\n" for each in (*texts, *parts))
    return parsed(f'{head}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="edge"\n\n{body}--edge--\n')


def accepted() -> list[str]:
    return [f"{name} {kind}" for name, kind, _size in delivered()[0]["files"]]


def refused() -> dict[str, str]:
    return {file["name"]: file["why"] for row in answers() for file in row.data["files"]}


def test_documents_and_pictures_are_attached_under_safe_names(address):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    photo = picture(exif=exif)
    assert receive(
        mail(
            address,
            part("application/pdf", "Convention été/../n°1.pdf", PDF),
            part("image/jpeg", "IMG 0001.JPG", photo),
        )
    )
    assert [accepted(), refused()] == [["n1.pdf application/pdf", "img-0001.jpg image/jpeg"], {}]


def test_refused_files_are_listed_with_reasons_and_the_reply_is_posted(address, camille):
    outcome = receive(
        mail(
            address,
            part("application/pdf", "guide.pdf", PDF),
            part("application/pdf", "facture.pdf", b"MZ\x90\x00"),
            part("application/x-msdownload", "outil.exe", b"MZ\x90\x00"),
            part("image/svg+xml", "plan.svg", b"<svg onload='x()'/>"),
            part("image/jpeg", "photo.jpg", b"\xff\xd8\xff broken"),
            part("image/heic", "IMG_0002.HEIC", b"\0\0\0 ftypheic"),
            part("application/ms-tnef", "winmail.dat", b"\x78\x9f\x3e\x22"),
            part("text/calendar", "visite.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
            part("application/octet-stream", "", b""),
        )
    )
    assert [outcome, len(delivered()), accepted()] == ["posted", 1, ["guide.pdf application/pdf"]]
    assert list(refused()) == [
        "facture.pdf", "outil.exe", "plan.svg", "photo.jpg", "IMG_0002.HEIC", "winmail.dat", "visite.ics",
        "a file without a name",
    ]  # fmt: skip
    assert all(refused().values())
    assert refused()["facture.pdf"] == "The name says that this is a PDF file, but it is not."
    assert answers()[0].data["url"]


def test_the_answer_names_the_files_and_links_to_the_reply(
    address, camille, organisation, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        receive(mail(address, part("application/x-msdownload", "<b>outil</b>.exe", b"MZ\x90\x00")))
    [sent] = mailoutbox
    html = sent.alternatives[0][0]
    assert [sent.subject, "- b>.exe:" in sent.body, "&lt;b&gt;outil" in html or "b&gt;.exe" in html] == [
        "Your reply was posted without some of its files", True, True
    ]  # fmt: skip
    assert f"/en/organisations/{organisation.slug}/" in sent.body
    assert "not posted" not in sent.body


def test_more_files_than_ten_are_refused_by_name(address):
    receive(mail(address, *(part("application/pdf", f"{number}.pdf", PDF) for number in range(12))))
    assert [len(accepted()), list(refused())] == [10, ["10.pdf", "11.pdf"]]


LOGO, PHOTO = picture(40, 20, "PNG"), picture(300, 200)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>See:</p><img src="cid:a">', ["photo.jpg image/jpeg"]),
        ('<p>See.</p><div class="gmail_signature"><img src="cid:a"></div>', []),
        (
            '<p>See.</p><div class="gmail_quote">On 3 Mar 2026, X wrote:<blockquote><img src="cid:a"></blockquote></div>',
            [],
        ),
        ('<p>See.</p><div id="appendonsend"></div><p><img src="cid:a"></p>', []),
        ('<p>See.</p><p>Kind regards,</p><p>Camille</p><p><img src="cid:a"></p>', []),
        # Apple Mail shows attachments inline without referring to them.
        ("<p>See.</p>", ["photo.jpg image/jpeg"]),
    ],
)
def test_inline_pictures_are_accepted_but_not_those_of_signatures_and_quotes(address, html, expected):
    receive(mail(address, part("image/jpeg", "photo.jpg", PHOTO, "inline", "a"), text="", html=html, kind="related"))
    assert [accepted(), refused(), delivered()[0]["text"][:3]] == [expected, {}, "See"]


def test_a_small_inline_picture_is_ignored_as_a_logo(address):
    receive(mail(address, part("image/png", "logo.png", LOGO, "inline", "a"), html='<p>See.</p><img src="cid:a">'))
    assert [accepted(), refused()] == [[], {}]
    assert len(LOGO) < 16 * 1024 < len(PHOTO)


def test_with_plain_text_the_html_determines_which_pictures_are_accepted(address):
    html = '<p>See [photo]</p><img src="cid:a"><div class="gmail_signature"><img src="cid:b"></div>'
    parts = [part("image/jpeg", f"{name}.jpg", PHOTO, "inline", name) for name in "ab"]
    receive(mail(address, *parts, text="See\n[image: a.jpg]\n[cid:b]", html=html))
    assert [accepted(), delivered()[0]["text"]] == [["a.jpg image/jpeg"], "See"]


def test_signatures_keys_and_invitations_are_not_attached(address):
    receive(
        mail(
            address,
            "Content-Type: text/calendar; charset=utf-8; method=PUBLISH\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
            part("application/pgp-keys", "key.asc", b"-----BEGIN"),
            part("application/pkcs7-signature", "smime.p7s", b"0\x80"),
        )
    )
    assert [accepted(), refused()] == [[], {}]


def test_an_attached_mail_is_neither_the_text_nor_a_file(address):
    attached = "Content-Type: message/rfc822\nContent-Disposition: attachment\n\nFrom: x@example.org\n\nSecret.\n"
    assert receive(mail(address, attached, text="")) == "empty"
    assert delivered() == []


def test_a_text_file_is_a_file_and_not_the_text(address):
    receive(mail(address, part("text/plain", "notes.txt", b"Not mine."), text="Mine."))
    assert [delivered()[0]["text"], accepted()] == ["Mine.", ["notes.txt text/plain"]]
