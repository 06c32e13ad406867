"""Steps that follow a bulk write, which sends no signals: raise the version and update the search index."""

import logging

from django.db import transaction
from modelsearch.backends import get_search_backends_with_name
from modelsearch.index import class_is_indexed

BATCH_SIZE = 500
logger = logging.getLogger(__name__)


def announce_rows(model, rows: list) -> None:
    """Index `rows` once they are committed: bulk writes send no signals."""
    if rows and class_is_indexed(model):
        transaction.on_commit(lambda: index_rows(model, [row.pk for row in rows]))


def index_rows(model, keys: list[int]) -> None:
    """Add the rows with these keys to every search index. Rows that no longer exist are left out."""
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        for start in range(0, len(keys), BATCH_SIZE):
            try:
                backend.add_bulk(model, model.get_indexed_objects().filter(pk__in=keys[start : start + BATCH_SIZE]))
            except Exception:
                logger.exception("The %s search index misses rows: run update_index.", name)
                if not backend.catch_indexing_errors:
                    raise
