"""What keeps the stored reader's versions and the content stamps true."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Locale, Page

from website.core.models import ContentStamp, ReaderVersion


@transaction.atomic
def refresh_reader_versions(translation_key: UUID) -> None:
    """Store which live version of one text each locale's readers see: their own, else the oldest."""
    live = dict(
        Page.objects.filter(translation_key=translation_key, live=True, alias_of=None).values_list("locale_id", "pk")
    )
    ReaderVersion.objects.filter(translation_key=translation_key).exclude(page_id__in=live.values()).delete()
    if not live:
        return
    original = min(live.values())
    ReaderVersion.objects.bulk_create(
        [
            ReaderVersion(translation_key=translation_key, locale_id=locale, page_id=live.get(locale, original))
            for locale in Locale.objects.values_list("pk", flat=True)
        ],
        update_conflicts=True,
        unique_fields=["translation_key", "locale"],
        update_fields=["page"],
    )


def raise_stamp(kind: str) -> None:
    """Note that what readers see of `kind` (a model label) has changed, in the caller's transaction."""
    changed = ContentStamp.objects.filter(kind=kind).update(number=F("number") + 1, changed_at=timezone.now())
    if not changed:
        ContentStamp.objects.bulk_create([ContentStamp(kind=kind, number=1)], ignore_conflicts=True)


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
