"""What calendars are told of events, and one event told alike in every language."""

import json
from datetime import UTC, datetime, time
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from website.core.models import Text
from website.events.feeds import vevent_of
from website.events.models import CalendarEntry, EventPage

MOMENT = ("status", "dtstart", "dtend", "start_time", "time_zone", "location", "conference_url")


@transaction.atomic
def publish_calendar_entry(page: EventPage) -> None:
    """Store what calendars are told of a published event, as of its last publication."""
    entries = _locked_entries(page.text)
    entry = next((each for each in entries if each.page_id == page.pk), None) or CalendarEntry(
        page=page, text=page.text
    )
    digest = _digest(page)
    has_moved = entry.pk is not None and digest != entry.moment_digest
    # A reader who had another language's version until now goes on from that one's sequence.
    entry.sequence = max(entry.sequence + has_moved, _highest_sequence(entries))
    entry.moment_digest = digest
    if not page.is_cancelled:
        entry.cancelled_at = None
    elif entry.cancelled_at is None:
        entry.cancelled_at = page.last_published_at
    _write(entry, page, page.last_published_at)


@transaction.atomic
def level_sequences(text: Text) -> None:
    """Raise every published version to the highest sequence that a version of the event ever had.

    Readers of a version that is gone are shown another one, under the same UID: a lower sequence would be taken for an
    older state.
    """
    entries = _locked_entries(text)
    highest = _highest_sequence(entries)
    behind = {entry.page_id: entry for entry in entries if entry.sequence < highest}
    for page in EventPage.objects.live().filter(pk__in=behind).for_calendar():
        behind[page.pk].sequence = highest
        _write(behind[page.pk], page, timezone.now())


@transaction.atomic
def refresh_calendar_entry(page: EventPage) -> bool:
    """Render a live event's entry anew; whether its text changed, by the site's address or a theme's name say."""
    entry = CalendarEntry.objects.filter(page=page).first()
    if entry is None:
        publish_calendar_entry(page)
        return True
    if vevent_of(page, entry.sequence, entry.last_modified) == entry.vevent:
        return False
    _write(entry, page, timezone.now())
    return True


@transaction.atomic
def follow_original(page: EventPage) -> bool:
    """Where a translation says otherwise than its original, publish it anew with what holds for all languages.

    Returns whether it did.
    """
    original = page.original
    facts = {name: getattr(original, name) for name in EventPage.shared_fields} if original else {}
    if all(getattr(page, name) == value for name, value in facts.items()):
        return False
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    _store(page, facts).publish()
    if draft:
        _store(draft, facts)
    return True


def _store(page: EventPage, facts: dict):
    for name, value in facts.items():
        setattr(page, name, value)
    return page.save_revision()


def _locked_entries(text: Text) -> list[CalendarEntry]:
    """The entries of all language versions, which are one event with one UID; of versions that are gone, too."""
    return list(CalendarEntry.objects.select_for_update().filter(text=text).order_by("pk"))


def _highest_sequence(entries: list[CalendarEntry]) -> int:
    return max((entry.sequence for entry in entries), default=0)


def _digest(page: EventPage) -> str:
    """Changes with time, place and status, and with nothing else: made of plain values, not of how Python prints them."""
    values = [_plain(getattr(page, name)) for name in MOMENT]
    return sha256(json.dumps(values).encode()).hexdigest()


def _plain(value) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, time):
        return value.isoformat()
    return None if value is None else str(getattr(value, "value", value))


def _write(entry: CalendarEntry, page: EventPage, last_modified) -> None:
    entry.last_modified = last_modified
    entry.vevent = vevent_of(page, entry.sequence, last_modified)
    entry.save()
