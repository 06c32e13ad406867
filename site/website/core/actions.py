"""Writes that keep texts, reader versions and the search indexes up to date."""

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

TEXTS_AT_ONCE = 500
ROWS_AT_ONCE = 500
logger = logging.getLogger(__name__)


def add_text(page: Page) -> None:
    """Make sure that the text of a page has its row."""
    row = Text(translation_key=page.translation_key, content_type_id=page.content_type_id)
    Text.objects.bulk_create([row], ignore_conflicts=True)


def add_missing_texts() -> None:
    """Add the rows of texts whose pages were written in bulk."""
    there = Text.objects.filter(translation_key=OuterRef("translation_key"))
    pages = Page.objects.filter(~Exists(there), depth__gt=1).order_by()
    kinds = dict(pages.values_list("translation_key", "content_type"))
    rows = [Text(translation_key=key, content_type_id=kind) for key, kind in kinds.items()]
    Text.objects.bulk_create(rows, ignore_conflicts=True, batch_size=TEXTS_AT_ONCE)


@transaction.atomic
def refresh_reader_versions(text: Text) -> None:
    """Store which published version of a text each locale's readers see: their own, else the oldest.

    Lock the text before (`Text.objects.locked`), so that two versions published at once see each other.
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
    """Compare every text's stored reader versions with what is published, and rewrite the wrong ones.

    Returns how many texts there are and how many were wrong. `progress` wraps the batches, for a bar.
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
    for start in progress(range(0, len(wrong), TEXTS_AT_ONCE)):
        batch = wrong[start : start + TEXTS_AT_ONCE]
        texts = dict(Text.objects.filter(translation_key__in=batch).values_list("translation_key", "pk"))
        ReaderVersion.objects.filter(text__in=texts.values()).delete()
        rows = [row for key in batch for row in _rows(texts[key], _shown(live[key], locales))]
        ReaderVersion.objects.bulk_create(rows)
    return len(keys), len(wrong)


def _live_versions():
    return Page.objects.filter(live=True, alias_of=None, depth__gt=1)


def _shown(live: dict[int, int], locales) -> dict[int, int]:
    """The page that each locale shows, of the published pages by locale."""
    return {locale: live.get(locale, min(live.values())) for locale in locales} if live else {}


def _rows(text: int, shown: dict[int, int]) -> list[ReaderVersion]:
    return [ReaderVersion(text_id=text, locale_id=locale, page_id=page) for locale, page in shown.items()]


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
