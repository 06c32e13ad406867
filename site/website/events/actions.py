"""Update the calendar entries of events, and keep translations of an event consistent with the original."""

import json
from datetime import UTC, datetime, time
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from website.core.models import Text
from website.events.feeds import vevent_of
from website.events.models import CalendarEntry, EventPage

# A change of one of these fields raises SEQUENCE.
SEQUENCE_FIELDS = ("status", "dtstart", "dtend", "start_time", "time_zone", "location", "conference_url")


@transaction.atomic
def publish_calendar_entry(page: EventPage) -> None:
    """Create or update the calendar entry of a published event, as of its last publication."""
    entries = _locked_entries(page.text)
    entry = next((each for each in entries if each.page_id == page.pk), None) or CalendarEntry(
        page=page, text=page.text
    )
    digest = _digest(page)
    has_moved = entry.pk is not None and digest != entry.moment_digest
    # All versions share a UID, so SEQUENCE must not fall when a reader gets another version.
    entry.sequence = max(entry.sequence + has_moved, _highest_sequence(entries))
    entry.moment_digest = digest
    if not page.is_cancelled:
        entry.cancelled_at = None
    elif entry.cancelled_at is None:
        entry.cancelled_at = page.last_published_at
    _save_entry(entry, page, page.last_published_at)


@transaction.atomic
def raise_sequences(text: Text) -> None:
    """Set the sequence of every published version to the highest that any version of the event ever had.

    Readers of an unpublished version get another one with the same UID. Calendars would ignore a lower sequence as an
    older state.
    """
    entries = _locked_entries(text)
    highest = _highest_sequence(entries)
    behind = {entry.page_id: entry for entry in entries if entry.sequence < highest}
    for page in EventPage.objects.live().filter(pk__in=behind).for_calendar():
        behind[page.pk].sequence = highest
        _save_entry(behind[page.pk], page, timezone.now())


@transaction.atomic
def refresh_calendar_entry(page: EventPage) -> bool:
    """Render the entry of a live event again; return whether its text changed (e.g. BASE_URL or a theme name did)."""
    entry = CalendarEntry.objects.filter(page=page).first()
    if entry is None:
        publish_calendar_entry(page)
        return True
    if vevent_of(page, entry.sequence, entry.last_modified) == entry.vevent:
        return False
    _save_entry(entry, page, timezone.now())
    return True


@transaction.atomic
def sync_with_original(page: EventPage) -> bool:
    """Copy the shared fields of the original to a translation; publish it and return True if any of them differed."""
    original = page.original
    facts = {name: getattr(original, name) for name in EventPage.shared_fields} if original else {}
    if all(getattr(page, name) == value for name, value in facts.items()):
        return False
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    _save_facts(page, facts).publish()
    if draft:
        _save_facts(draft, facts)
    return True


def _save_facts(page: EventPage, facts: dict):
    for name, value in facts.items():
        setattr(page, name, value)
    return page.save_revision()


def _locked_entries(text: Text) -> list[CalendarEntry]:
    """Lock and return the entries of all versions of the event, including deleted ones."""
    return list(CalendarEntry.objects.select_for_update().filter(text=text).order_by("pk"))


def _highest_sequence(entries: list[CalendarEntry]) -> int:
    return max((entry.sequence for entry in entries), default=0)


def _digest(page: EventPage) -> str:
    """Return a digest of SEQUENCE_FIELDS that does not depend on how Python prints their values."""
    values = [_to_json(getattr(page, name)) for name in SEQUENCE_FIELDS]
    return sha256(json.dumps(values).encode()).hexdigest()


def _to_json(value) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, time):
        return value.isoformat()
    return None if value is None else str(getattr(value, "value", value))


def _save_entry(entry: CalendarEntry, page: EventPage, last_modified) -> None:
    entry.last_modified = last_modified
    entry.vevent = vevent_of(page, entry.sequence, last_modified)
    entry.save()
