"""Check every text of a public XSS collection in each code path that renders HTML from user input.

    python -m tests.xss_corpus FILE…

A FILE is a text (each of its lines, and the whole), JSON or Python (each string in it), or an archive (zip, wheel, tar)
of these. Collections are not part of the repository; one is on PyPI: `pip download --no-deps brs-kb`.
"""

import argparse
import ast
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.harmless import RICH_TEXT_TAGS, harms
from tests.throwaway import throwaway_site

ENDINGS = {".txt", ".json", ".py", ".md", ".html", ".test", ".list", ".csv", ".js", ".mjs", ""}
MAX_LENGTH = 100_000
FINDINGS_SHOWN = 20


def texts_of(path: Path) -> Iterator[str]:
    """Yield every text in a file."""
    for name, data in _files(path):
        text = data.decode("utf-8", errors="replace").replace("\0", "")
        if name.endswith(".json"):
            yield from _strings(json.loads(text))
        elif name.endswith(".py"):
            nodes = ast.walk(ast.parse(text))
            yield from (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
        else:
            yield from text.splitlines()
            yield text[:MAX_LENGTH]


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
            yield from ((name, archive.read(name)) for name in names if Path(name).suffix in ENDINGS)
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            entries = [entry for entry in archive if entry.isfile() and Path(entry.name).suffix in ENDINGS]
            yield from ((entry.name, archive.extractfile(entry).read()) for entry in entries)
    else:
        yield path.name, path.read_bytes()


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _strings(entry)


def renderers() -> dict:
    """Return the code paths that render user input: name → function from a text to its violations."""
    from wagtail.rich_text import RichText

    from website.core.blocks import BodyBlock
    from website.core.fields import render_markdown

    paragraph = BodyBlock().child_blocks["paragraph"]

    def posted(text: str) -> list[str]:
        """Post it from a manipulated editor, as the text of a paragraph and as the address of a link."""
        entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": text, "id": text[:9]}}
        ranges = {"inlineStyleRanges": [], "entityRanges": [{"offset": 0, "length": len(text), "key": 0}]}
        state = {"blocks": [{"key": "a", "text": text, "type": "unstyled", "depth": 0, **ranges}]}
        posted = {"p": json.dumps({**state, "entityMap": {"0": entity}})}
        return harms(str(paragraph.value_from_datadict(posted, {}, "p")), RICH_TEXT_TAGS, rel=None)

    return {
        "Markdown": lambda text: harms(render_markdown(text)),
        "rich text as stored": lambda text: harms(str(paragraph.to_python(text)), RICH_TEXT_TAGS, rel=None),
        "rich text in a paragraph": lambda text: harms(str(RichText(f"<p>{text}</p>")), RICH_TEXT_TAGS, rel=None),
        "rich text as posted": posted,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.xss_corpus", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    texts = list(dict.fromkeys(text for path in parser.parse_args().files for text in texts_of(path) if text.strip()))
    if not texts:
        sys.stdout.write("There is no text in these files.\n")
        return 1
    found = []
    with throwaway_site():
        from tqdm import tqdm

        tried = renderers()
        for text in tqdm(texts, unit=" texts", disable=None):
            for name, harms_of in tried.items():
                found += [f"{name}: {harm}\n  from {text[:300]!r}" for harm in harms_of(text)]
    for finding in found[:FINDINGS_SHOWN]:
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(f"{len(texts)} texts in {len(tried)} renderers: {len(found)} harmful.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
