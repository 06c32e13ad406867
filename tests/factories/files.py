"""Ordinary and malicious files for uploads."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

TEXT = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
SECRET = "48.5734, 7.7521"
TAIL = b"<script>alert(1)</script><?php system($_GET['c']); ?>PK\x03\x04"


def packed(name, entries=None, **options):
    """Return a ZIP archive of `entries`: name → content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in (entries or TEXT).items():
            archive.writestr(entry, content)
    return SimpleUploadedFile(name, out.getvalue(), **options)


def encrypted(name):
    """Return a ZIP archive whose entries are flagged as encrypted."""
    data = bytearray(packed(name, {"a.txt": "a"}).read())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return SimpleUploadedFile(name, bytes(data))


def telling_picture(kind="JPEG", name="photo.jpg", mode="RGB"):
    """Return a rotated 40 × 20 picture with its location in every kind of metadata that the format supports."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = exif[0x9C9B] = SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 34.0, 24.0), 3: "E", 4: (7.0, 45.0, 7.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET.encode()
    picture = Image.new(mode, (40, 20), (200, 30, 30, 255)[: len(mode)])
    metadata = PngInfo()
    metadata.add_text("Comment", SECRET)
    metadata.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    options = {
        "JPEG": {"comment": SECRET.encode(), "xmp": SECRET.encode(), "quality": 95},
        "PNG": {"pnginfo": metadata},
        "WEBP": {"xmp": SECRET.encode(), "lossless": True},
    }
    out = io.BytesIO()
    picture.save(out, kind, exif=exif, icc_profile=profile, **options[kind])
    return SimpleUploadedFile(name, out.getvalue() + TAIL, f"image/{kind.lower()}")


def bomb(name="bombe.png", size=(30_000, 30_000)):
    """Return a decompression bomb: a PNG of a few hundred kilobytes that decodes to gigabytes."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    width, height = size
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000, 9)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return SimpleUploadedFile(name, data, "image/png")
