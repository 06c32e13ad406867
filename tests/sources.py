"""The project's own source files, for tests of project conventions."""

import importlib
import importlib.util
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("site/website", "community", "experiences")


@cache
def files(folder: str, *suffixes: str) -> tuple[Path, ...]:
    """Return the files in a folder with one of these suffixes, without migrations and caches."""
    return tuple(
        path
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in suffixes and not {"migrations", "__pycache__"} & set(path.parts)
    )


def code(*suffixes: str) -> list[Path]:
    """Return the files of the three packages."""
    return [path for package in PACKAGES for path in files(package, *suffixes)]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return path.read_text().count("\n")


def resolve(dotted: str):
    """Return the object that a dotted name refers to: a module, or an attribute path within one."""
    parts = dotted.split(".")
    depth = next(depth for depth in range(len(parts), 0, -1) if _is_module(".".join(parts[:depth])))
    found = importlib.import_module(".".join(parts[:depth]))
    for part in parts[depth:]:
        found = getattr(found, part)
    return found


def _is_module(dotted: str) -> bool:
    try:
        return importlib.util.find_spec(dotted) is not None
    except ModuleNotFoundError:
        return False
