"""Values that are read once per loaded copy of a row."""

from collections.abc import Callable
from typing import Any


def memoize_on(row, name: str, read: Callable[[], Any]) -> Any:
    """The result of `read()`, asked for once per loaded copy of the row; `clear_memo` has it asked again."""
    if not hasattr(row, name):
        setattr(row, name, read())
    return getattr(row, name)


def clear_memo(row, name: str) -> None:
    """Works for the lazy `request.user`, too."""
    if hasattr(row, name):
        delattr(row, name)
