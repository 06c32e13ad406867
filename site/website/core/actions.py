"""What keeps the stored reader's versions true."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from wagtail.models import Locale, Page

from website.core.models import ReaderVersion

TEXTS_AT_ONCE = 500


def lock_text(translation_key: UUID) -> None:
    """Hold a text in all its languages until the transaction ends.

    Not by a row: whoever publishes has changed their own version already, and would wait for each other's.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [translation_key.int >> 65])


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
    live, stored = defaultdict(dict), defaultdict(dict)
    for key, locale, page in _live_versions().values_list("translation_key", "locale_id", "pk"):
        live[key][locale] = page
    for key, locale, page in ReaderVersion.objects.values_list("translation_key", "locale_id", "page_id"):
        stored[key][locale] = page
    keys = [*live, *(key for key in stored if key not in live)]
    wrong = [key for key in keys if stored[key] != _shown(live[key], locales)]
    for start in progress(range(0, len(wrong), TEXTS_AT_ONCE)):
        batch = wrong[start : start + TEXTS_AT_ONCE]
        ReaderVersion.objects.filter(translation_key__in=batch).delete()
        ReaderVersion.objects.bulk_create(row for key in batch for row in _rows(key, _shown(live[key], locales)))
    return len(keys), len(wrong)


def _live_versions():
    return Page.objects.filter(live=True, alias_of=None, depth__gt=1)


def _shown(live: dict[int, int], locales) -> dict[int, int]:
    """The page that each locale shows, of the live pages by locale. The oldest is the original."""
    return {locale: live.get(locale, min(live.values())) for locale in locales} if live else {}


def _rows(translation_key: UUID, shown: dict[int, int]) -> list[ReaderVersion]:
    return [
        ReaderVersion(translation_key=translation_key, locale_id=locale, page_id=page) for locale, page in shown.items()
    ]


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
