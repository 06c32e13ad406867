"""Read the texts of the demo, and convert them to values of page fields."""

import tomllib
from html import escape
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.text import slugify

from website.core.images import CreditedDocument, CreditedImage
from website.demo.pictures import draw_picture

FOLDER = Path(__file__).with_name("content")


def load_content(pattern: str, table: str) -> list[dict]:
    """Return the rows of a TOML table from all files that match `pattern`, in the order of the files."""
    return [row for path in sorted(FOLDER.glob(pattern)) for row in tomllib.loads(path.read_text()).get(table, [])]


def stream_body(pieces) -> list[tuple]:
    """Return StreamField data. Plain strings become paragraphs."""
    return [_block({"type": "paragraph", "text": piece} if isinstance(piece, str) else piece) for piece in pieces]


def _block(piece: dict) -> tuple:
    kind, text = piece["type"], piece.get("text", "")
    if kind == "paragraph":
        return kind, text if text.startswith(
            "<"
        ) else f"<p>{escape(text, quote=False) if '<' not in text else text}</p>"
    if kind == "quote":
        return kind, {"text": text, "source": piece.get("source", "")}
    if kind == "key_figure":
        return kind, {"figure": piece["figure"], "meaning": piece["meaning"]}
    return kind, text


def picture(row: dict) -> CreditedImage:
    """Create a drawn picture with credit and description."""
    name = f"{slugify(row['title'])[:60]}.png"
    drawing = ImageFile(BytesIO(draw_picture(row["scene"], row["title"])), name=name)
    return CreditedImage.objects.create(
        title=row["title"], credit=row["credit"], description=row["description"], file=drawing
    )


def document(title: str, filename: str, text: str, credit: str = "") -> CreditedDocument:
    file = ContentFile(text.encode("utf-8-sig" if filename.endswith(".csv") else "utf-8"), name=filename)
    return CreditedDocument.objects.create(title=title, credit=credit, file=file)
