"""Writes that keep texts and reader versions up to date."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.models import Locale, Page

from website.core.models import ReaderVersion, Text

TEXTS_AT_ONCE = 500


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
