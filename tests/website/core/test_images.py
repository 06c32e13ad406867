"""Uploaded pictures are re-encoded, so that only the visible pixels are stored."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.factories.files import SECRET, TAIL, bomb, telling_picture
from tests.factories.sheets import picture
from website.core.images import TooManyPixels, UnreadableImage, reencoded, safe_name

MAX_PIXELS = 1_000_000


def opened(file) -> Image.Image:
    file.seek(0)
    found = Image.open(io.BytesIO(file.read()))
    found.load()
    return found


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGB")]
)
def test_only_the_pixels_are_stored_and_upright(kind, mode):
    sent = telling_picture(kind, mode=mode)
    assert SECRET.encode() in sent.read()
    stored = reencoded(sent, MAX_PIXELS)
    stored.seek(0)
    data = stored.read()
    assert [piece for piece in (SECRET.encode(), TAIL, b"Exif", b"GPS", b"ICC", b"iCCP", b"<x>") if piece in data] == []
    found = opened(stored)
    assert [found.format, found.size, dict(found.getexif())] == [kind, (20, 40), {}]
    assert not {"exif", "icc_profile", "comment", "Comment", "xmp", "XML:com.adobe.xmp"} & set(found.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_colours_are_preserved(kind):
    found = opened(reencoded(telling_picture(kind), MAX_PIXELS)).convert("RGB").getpixel((10, 20))
    assert all(abs(one - other) < 6 for one, other in zip(found, (200, 30, 30), strict=True))


@pytest.mark.parametrize(
    ("mode", "colour", "shown"),
    [
        ("L", 128, (128, 128, 128, 255)),
        ("LA", (128, 0), (128, 128, 128, 0)),
        ("1", 1, (255, 255, 255, 255)),
        ("RGBA", (1, 2, 3, 4), (1, 2, 3, 4)),
        ("I;16", 32768, (128, 128, 128, 255)),
    ],
)
def test_every_colour_mode_is_supported(mode, colour, shown):
    out = io.BytesIO()
    Image.new(mode, (4, 4), colour).save(out, "PNG")
    found = opened(reencoded(SimpleUploadedFile("a.png", out.getvalue()), MAX_PIXELS))
    assert found.convert("RGBA").getpixel((1, 1)) == shown


def test_a_transparent_colour_of_a_palette_is_preserved():
    out = io.BytesIO()
    flat = Image.new("P", (4, 4), 0)
    flat.putpalette([10, 20, 30, 40, 50, 60])
    flat.save(out, "GIF", transparency=0)
    assert opened(reencoded(SimpleUploadedFile("a.gif", out.getvalue()), MAX_PIXELS)).getpixel((1, 1))[3] == 0


def test_an_animated_picture_becomes_a_still_one():
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    stored = reencoded(SimpleUploadedFile("a.gif", out.getvalue()), MAX_PIXELS)
    assert [stored.name, opened(stored).format, getattr(opened(stored), "n_frames", 1)] == ["a.png", "PNG", 1]


@pytest.mark.parametrize(
    ("name", "kind", "stored_name"),
    [
        ("photo.jpeg", "JPEG", "photo.jpg"),
        ("photo.png", "JPEG", "photo.jpg"),
        ("photo.html", "PNG", "photo.png"),
        ("photo.php.png", "PNG", "photo.php.png"),
        ("photo", "WEBP", "photo.webp"),
    ],
)
def test_the_format_is_that_of_the_content_and_not_of_the_name(name, kind, stored_name):
    stored = reencoded(picture(name, kind=kind), MAX_PIXELS)
    assert [stored.name, stored.content_type] == [stored_name, f"image/{kind.lower()}"]


NO_PICTURES = {
    "a drawing that may hold a script": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a page behind a picture's first bytes": b"GIF89a/*<script>alert(1)</script>*/=0;",
    "a program": b"MZ\x90\x00",
    "nothing": b"",
    "half a picture": telling_picture("PNG").read()[:200],
    "a PDF": b"%PDF-1.7",
}


@pytest.mark.parametrize("what", NO_PICTURES)
def test_a_file_that_is_not_a_picture_is_refused_whatever_its_name(what):
    with pytest.raises(UnreadableImage):
        reencoded(SimpleUploadedFile("photo.png", NO_PICTURES[what], "image/png"), MAX_PIXELS)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO", "TGA", "PCX"])
def test_other_formats_are_refused(kind):
    with pytest.raises(UnreadableImage):
        reencoded(picture("photo.png", size=(32, 32), kind=kind), MAX_PIXELS)


def test_a_decompression_bomb_is_refused():
    with pytest.raises((UnreadableImage, TooManyPixels)):
        reencoded(bomb(), MAX_PIXELS)
    with pytest.raises(TooManyPixels) as refused:
        reencoded(bomb(size=(1001, 1000)), MAX_PIXELS)
    assert refused.value.number == 1_001_000


def test_the_first_picture_of_an_mpo_file_is_stored():
    out = io.BytesIO()
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    stored = reencoded(SimpleUploadedFile("photo.jpg", out.getvalue()), MAX_PIXELS)
    assert [stored.name, opened(stored).format] == ["photo.jpg", "JPEG"]


@given(st.binary(max_size=300))
def test_any_bytes_are_reencoded_or_refused(data):
    for head in (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 "):
        try:
            stored = reencoded(SimpleUploadedFile("a.png", head + data), MAX_PIXELS)
        except (UnreadableImage, TooManyPixels):
            continue
        assert opened(stored).width


@given(st.text(max_size=300))
def test_a_safe_name_contains_no_special_characters(name):
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)?", safe_name(name, "document"))


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ('a"; filename="b.html\r\nX: y.pdf', "a-filenamebhtml-x-y.pdf"),
        ("../../etc/passwd", "passwd"),
        ("aʺ.pdf", "a.pdf"),
        ("contrat de chaleur (été).PDF", "contrat-de-chaleur-ete.pdf"),
        ("文件.pdf", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 40 + ".pdf"),
    ],
)
def test_a_safe_name_contains_the_plain_characters_of_the_original(name, stored):
    assert safe_name(name, "document") == stored


def test_a_token_is_appended_to_the_name():
    assert safe_name("Le four.JPG", "picture", "0123abcd") == "le-four-0123abcd.jpg"
