"""The project's own files, as the tests of the house rules read them."""

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("site/website", "community", "experiences")


@cache
def files(folder: str, *suffixes: str) -> tuple[Path, ...]:
    """The files under a folder of the project that end so, migrations and caches left out."""
    return tuple(
        path
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in suffixes and not {"migrations", "__pycache__"} & set(path.parts)
    )


def code(*suffixes: str) -> list[Path]:
    """The files of the three packages."""
    return [path for package in PACKAGES for path in files(package, *suffixes)]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return path.read_text().count("\n")
