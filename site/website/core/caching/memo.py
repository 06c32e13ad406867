"""Values that are computed once per model instance."""

from collections.abc import Callable
from typing import Any


def memoize_on(row, name: str, read: Callable[[], Any]) -> Any:
    """Return the result of `read()`, calling it once per instance until `clear_memo`."""
    if not hasattr(row, name):
        setattr(row, name, read())
    return getattr(row, name)


def clear_memo(row, name: str) -> None:
    """Remove a memoized value. `row` may be the lazy `request.user`."""
    if hasattr(row, name):
        delattr(row, name)
