"""Find the tables that an SQL statement reads and writes, and which of them have content versions."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.conf import settings

VERSIONS_TABLE = "core_contentversion"
_WORD = re.compile(r"\w+")
_WRITE = re.compile(r"\s*(INSERT|REPLACE|UPDATE|DELETE|TRUNCATE|WITH)\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
# Django writes columns in `SET` without the table name, and in conditions with it.
_SET_COLUMN = re.compile(r'(?<![.\w])"(\w+)" = ')


@dataclass(frozen=True)
class Tables:
    """The tables of all models, grouped as `website.settings.caching` says.

    `hidden_reads` count as read by everything. A change of `unseen_columns` alone, or an insert into
    `unseen_inserts`, raises no version.
    """

    tracked: frozenset[str]
    untracked: frozenset[str]
    hidden_reads: frozenset[str]
    unseen_columns: dict[str, frozenset[str]]
    unseen_inserts: frozenset[str]


@dataclass(frozen=True)
class Statement:
    """The tables of a statement.

    `reads` and `untracked` are tables that it reads, with and without a version; `changes` get a new version.
    `has_row_count`: the cursor knows how many rows were changed as soon as the statement is executed.
    """

    reads: frozenset[str] = frozenset()
    untracked: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    has_row_count: bool = False


@lru_cache(1)
def tables() -> Tables:
    """Return the tables of all models. The app registry must be complete."""
    table = {model._meta.label: model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    # Some models of the search exist with one kind of database only.
    untracked = frozenset(table[label] for label in settings.CACHE_UNTRACKED_MODELS if label in table)
    ignored = frozenset(table[label] for label in settings.CACHE_IGNORED_MODELS)
    return Tables(
        tracked=frozenset(table.values()) - untracked - ignored - {VERSIONS_TABLE},
        untracked=untracked,
        hidden_reads=frozenset(table[label] for label in settings.CACHE_HIDDEN_READS),
        unseen_columns={
            table[label]: frozenset(apps.get_model(label)._meta.get_field(name).column for name in names)
            for label, names in settings.CACHE_UNSEEN_FIELDS.items()
        },
        unseen_inserts=frozenset(table[label] for label in settings.CACHE_UNSEEN_INSERTS),
    )


@lru_cache(2048)
def parse(sql: str) -> Statement:
    """Find the tables in a statement. Every word that is a table's name counts, so that no SQL syntax is missed."""
    known, words = tables(), _WORD.findall(sql)
    if not (found := _WRITE.match(sql)):
        return Statement(known.tracked.intersection(words), known.untracked.intersection(words))
    verb = found[1].upper()
    if verb == "WITH" and not _CHANGE.search(sql):
        return Statement(known.tracked.intersection(words), known.untracked.intersection(words))
    if verb in ("WITH", "TRUNCATE"):
        return Statement(changes=known.tracked.intersection(words))
    target = next((word for word in words if word in known.tracked or word in known.untracked), None)
    is_seen = target in known.tracked and not _is_unseen(verb, target, sql, known)
    return Statement(changes=frozenset([target] if is_seen else []), has_row_count="RETURNING" not in sql)


def _is_unseen(verb: str, table: str, sql: str, known: Tables) -> bool:
    """Return whether no reader can see what the statement changes."""
    if verb == "INSERT":
        return table in known.unseen_inserts
    columns = set(_SET_COLUMN.findall(sql)) if verb == "UPDATE" else set()
    return bool(columns) and columns <= known.unseen_columns.get(table, frozenset())
