"""What keeps the stored reader's versions, the content stamps and the search indexes true."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from time import time
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django_tasks.backends.immediate import ImmediateBackend
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import Locale, Page

from website.core.models import ContentStamp, ReaderVersion
from website.core.tasks import sync_search_engines

TEXTS_AT_ONCE = 500
ROWS_AT_ONCE = 500
logger = logging.getLogger(__name__)


@transaction.atomic
def refresh_reader_versions(translation_key: UUID) -> None:
    """Store which live version of one text each locale's readers see: their own, else the oldest."""
    live = dict(_live_versions().filter(translation_key=translation_key).values_list("locale_id", "pk"))
    ReaderVersion.objects.filter(translation_key=translation_key).exclude(page_id__in=live.values()).delete()
    ReaderVersion.objects.bulk_create(
        _rows(translation_key, _shown(live, Locale.objects.values_list("pk", flat=True))),
        update_conflicts=True,
        unique_fields=["translation_key", "locale"],
        update_fields=["page"],
    )


@transaction.atomic
def rebuild_reader_versions(progress=lambda batches: batches) -> tuple[int, int]:
    """Compare every text's stored reader's versions with what is live, and rewrite the wrong ones.

    Returns how many texts there are and how many were wrong. `progress` wraps the batches, for a bar.
    """
    locales = list(Locale.objects.values_list("pk", flat=True))
    live, stored, kinds = defaultdict(dict), defaultdict(dict), defaultdict(set)
    for key, locale, page, kind in _live_versions().values_list("translation_key", "locale_id", "pk", "content_type"):
        live[key][locale] = page
        kinds[key].add(kind)
    for key, locale, page, kind in ReaderVersion.objects.values_list(
        "translation_key", "locale_id", "page_id", "page__content_type"
    ):
        stored[key][locale] = page
        kinds[key].add(kind)
    wrong = [key for key in kinds if stored[key] != _shown(live[key], locales)]
    for start in progress(range(0, len(wrong), TEXTS_AT_ONCE)):
        batch = wrong[start : start + TEXTS_AT_ONCE]
        ReaderVersion.objects.filter(translation_key__in=batch).delete()
        ReaderVersion.objects.bulk_create(row for key in batch for row in _rows(key, _shown(live[key], locales)))
    for kind in {kind for key in wrong for kind in kinds[key]}:
        raise_stamp(ContentType.objects.get_for_id(kind).model_class()._meta.label)
    return len(kinds), len(wrong)


def _live_versions():
    return Page.objects.filter(live=True, alias_of=None, depth__gt=1)


def _shown(live: dict[int, int], locales) -> dict[int, int]:
    """The page that each locale shows, of the live pages by locale. The oldest is the original."""
    return {locale: live.get(locale, min(live.values())) for locale in locales} if live else {}


def _rows(translation_key: UUID, shown: dict[int, int]) -> list[ReaderVersion]:
    return [
        ReaderVersion(translation_key=translation_key, locale_id=locale, page_id=page) for locale, page in shown.items()
    ]


def raise_stamp(kind: str) -> None:
    """Note that what readers see of `kind` (a model label) has changed, in the caller's transaction."""
    now = int(time())
    stamp = ContentStamp.objects.filter(kind=kind)
    if not stamp.update(number=F("number") + 1, timestamp=now):
        # Somebody else may make the same row at this moment.
        ContentStamp.objects.bulk_create([ContentStamp(kind=kind, number=0, timestamp=now)], ignore_conflicts=True)
        stamp.update(number=F("number") + 1, timestamp=now)


def add_page(parent: Page, page: Page, *, user=None, published_at: datetime | None = None) -> Page:
    """Put a new page under `parent` and publish it, as of an earlier moment where one is given."""
    page.owner, page.live = user, False
    page.first_published_at = published_at
    parent.add_child(instance=page)
    page.save_revision(user=user).publish(user=user)
    if published_at:
        Page.objects.filter(pk=page.pk).update(last_published_at=published_at)
    page.refresh_from_db()
    return page


def sync_search_index(model, keys: Iterable[int]) -> None:
    """Make every search index agree with `model.get_indexed_objects()` for the rows with these keys.

    Rows that it yields are added or updated, the others removed. The index in the database changes in the caller's
    transaction. An engine of its own is told by a task, once the transaction is committed: it must not know of what
    may be rolled back, and may be down.
    """
    keys = sorted(set(keys))
    backends = [backend for _name, backend in get_search_backends_with_name(with_auto_update=True)]
    for start in range(0, len(keys), ROWS_AT_ONCE):
        batch = keys[start : start + ROWS_AT_ONCE]
        for backend in backends:
            if not backend.catch_indexing_errors:
                _sync(backend, model, batch)
        if any(backend.catch_indexing_errors for backend in backends):
            enqueue = partial(sync_search_engines.enqueue, model._meta.label, batch)
            if isinstance(sync_search_engines.get_backend(), ImmediateBackend):
                transaction.on_commit(enqueue)
            else:  # the task is a row of the same transaction
                enqueue()


def update_search_engines(model, keys: list[int]) -> None:
    """The same for search engines outside the database. One that is down is logged and left behind."""
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        if backend.catch_indexing_errors:
            try:
                _sync(backend, model, keys)
            except Exception:
                logger.exception("The %s search index is out of date: run update_index.", name)


def _sync(backend, model, keys: list[int]) -> None:
    rows = list(model.get_indexed_objects().filter(pk__in=keys))
    for pk in set(keys).difference(row.pk for row in rows):
        backend.delete(model(pk=pk))
    if rows:
        backend.add_bulk(model, rows)
