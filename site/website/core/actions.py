"""Writes that keep texts, reader versions and search indexes up to date."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks.backends.immediate import ImmediateBackend
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import Locale, Page

from website.core.models import ReaderVersion, Text
from website.core.tasks import sync_search_engines

# Rows per statement of a bulk write, and per task that updates a search engine.
BATCH_SIZE = 500
logger = logging.getLogger(__name__)


def add_text(page: Page) -> None:
    """Create the `Text` of a page unless it exists."""
    row = Text(translation_key=page.translation_key, content_type_id=page.content_type_id)
    Text.objects.bulk_create([row], ignore_conflicts=True)


def add_missing_texts() -> None:
    """Create the missing `Text` rows of pages that were written in bulk."""
    existing = Text.objects.filter(translation_key=OuterRef("translation_key"))
    pages = Page.objects.filter(~Exists(existing), depth__gt=1).order_by()
    kinds = dict(pages.values_list("translation_key", "content_type"))
    rows = [Text(translation_key=key, content_type_id=kind) for key, kind in kinds.items()]
    Text.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH_SIZE)


@transaction.atomic
def refresh_reader_versions(text: Text) -> None:
    """Store which published version of a text the readers of each locale see: their own, else the oldest.

    The caller locks the text (`Text.objects.locked`), so that two versions published at the same time see each other.
    """
    live = dict(_live_versions().filter(translation_key=text.translation_key).values_list("locale_id", "pk"))
    text.reader_versions.exclude(page_id__in=live.values()).delete()
    ReaderVersion.objects.bulk_create(
        _rows(text.pk, _shown(live, Locale.objects.values_list("pk", flat=True))),
        update_conflicts=True,
        unique_fields=["text", "locale"],
        update_fields=["page"],
    )


@transaction.atomic
def rebuild_reader_versions(progress=lambda batches: batches) -> tuple[int, int]:
    """Compare the stored reader versions of all texts with the published pages and correct them.

    Return the number of texts and how many were wrong. `progress` wraps the batches, to show a progress bar.
    """
    add_missing_texts()
    locales = list(Locale.objects.values_list("pk", flat=True))
    live, stored = defaultdict(dict), defaultdict(dict)
    for key, locale, page in _live_versions().values_list("translation_key", "locale_id", "pk"):
        live[key][locale] = page
    for key, locale, page in ReaderVersion.objects.values_list("text__translation_key", "locale_id", "page_id"):
        stored[key][locale] = page
    keys = [*live, *(key for key in stored if key not in live)]
    wrong = [key for key in keys if stored[key] != _shown(live[key], locales)]
    for start in progress(range(0, len(wrong), BATCH_SIZE)):
        batch = wrong[start : start + BATCH_SIZE]
        texts = dict(Text.objects.filter(translation_key__in=batch).values_list("translation_key", "pk"))
        ReaderVersion.objects.filter(text__in=texts.values()).delete()
        rows = [row for key in batch for row in _rows(texts[key], _shown(live[key], locales))]
        ReaderVersion.objects.bulk_create(rows)
    return len(keys), len(wrong)


def _live_versions():
    return Page.objects.filter(live=True, alias_of=None, depth__gt=1)


def _shown(live: dict[int, int], locales) -> dict[int, int]:
    """Map each locale to the page that its readers see. `live` maps locales to published pages."""
    return {locale: live.get(locale, min(live.values())) for locale in locales} if live else {}


def _rows(text: int, shown: dict[int, int]) -> list[ReaderVersion]:
    return [ReaderVersion(text_id=text, locale_id=locale, page_id=page) for locale, page in shown.items()]


def add_page(parent: Page, page: Page, *, user=None, published_at: datetime | None = None) -> Page:
    """Add a new page under `parent` and publish it. `published_at` sets an earlier date of publication."""
    page.owner, page.live = user, False
    page.first_published_at = published_at
    parent.add_child(instance=page)
    page.save_revision(user=user).publish(user=user)
    if published_at:
        Page.objects.filter(pk=page.pk).update(last_published_at=published_at)
    page.refresh_from_db()
    return page


def sync_search_index(model, keys: Iterable[int]) -> None:
    """Update every search index for the rows of `model` with these primary keys.

    Call this after bulk writes, which send no signals. Rows in `model.get_indexed_objects()` are added or updated, all
    others are removed. An index in the database changes within the caller's transaction. A search engine outside the
    database is updated by a task after the commit, because the transaction may be rolled back and the engine may be
    down.
    """
    keys = sorted(set(keys))
    backends = [backend for _name, backend in get_search_backends_with_name(with_auto_update=True)]
    for start in range(0, len(keys), BATCH_SIZE):
        batch = keys[start : start + BATCH_SIZE]
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
    """Update the search engines outside the database. Log an engine that fails, and go on."""
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
