"""Declarations of the personal data that the site stores.

The public register, a person's export and their erasure are made from them. An app calls
`register_holding(Holding(...))` in its `personal_data.py`.
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

    The register shows `what`, `why`, `kept_for` and `on_erasure`. `models` are the labels of the models that refer to a
    person; a test checks that each such model is declared. `records(user)` returns values that can be written as JSON,
    `files(user)` pairs of a name and a file. `erase(user, wants_removal)` is called in the transaction that deletes the
    account, before the deletion. `forget(now)` deletes data past its retention period and returns how many rows.
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
    """Return all holdings. The account comes last, because the others refer to it."""
    return sorted(_registry.values(), key=lambda holding: holding.name == "account")


def unlabel(row) -> None:
    """Replace the label of the log entries about `row`, which is its name, and may be that of a person."""
    ModelLogEntry.objects.for_instance(row).update(label=f"#{row.pk}")


def rows(queryset, *fields: str) -> list[dict]:
    """Return the named fields of each row for an export, ordered by primary key unless the queryset is ordered."""
    return list((queryset if queryset.ordered else queryset.order_by("pk")).values(*fields))
