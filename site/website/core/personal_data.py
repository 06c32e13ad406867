"""What the site keeps about people, declared once by each room.

From the declarations come the public register, a person's export and their erasure. A room declares
`personal_data.register(Holding(...))` in its `personal_data.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from wagtail.models import ModelLogEntry

YEAR = timedelta(days=365)


def _nothing(*_args) -> tuple:
    return ()


@dataclass(frozen=True)
class Holding:
    """One kind of personal data.

    `what`, `why`, `kept_for` and `on_erasure` are said to the public. `models` are the labels of those that name
    a person; a test sees to it that each model that does is held by somebody. `records(user)` gives what can be
    written as JSON, `files(user)` pairs of a name and a file. `erase(user, wants_removal)` is called before the
    account goes, in its transaction; `forget(now)` removes what is past its time and says how much that was.
    """

    name: str
    what: Any
    why: Any
    kept_for: Any
    on_erasure: Any
    models: tuple[str, ...]
    records: Callable[[Any], Iterable[dict]] = _nothing
    files: Callable[[Any], Iterable[tuple[str, File]]] = _nothing
    erase: Callable[[Any, bool], Any] = _nothing
    forget: Callable[[datetime], int] = lambda _now: 0


_registry: dict[str, Holding] = {}


def register_holding(holding: Holding) -> Holding:
    _registry[holding.name] = holding
    return holding


def all_holdings() -> list[Holding]:
    """The account, which is what all others hang on, comes last."""
    return sorted(_registry.values(), key=lambda holding: holding.name == "account")


def unlabel(row) -> None:
    """Entries of the log about `row` are labelled with what it is called; where that is a person, it goes."""
    ModelLogEntry.objects.for_instance(row).update(label=f"#{row.pk}")


def rows(queryset, *fields: str) -> list[dict]:
    """The named fields of each row, as an export shows them: the oldest first where they have no order of their own."""
    return list((queryset if queryset.ordered else queryset.order_by("pk")).values(*fields))
