"""What calendars are told of events, and one event told alike in every language."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from website.events.feeds import vevent_of
from website.events.models import CalendarEntry, EventPage

MOMENT = ("status", "dtstart", "dtend", "start_time", "time_zone", "location", "conference_url")


@transaction.atomic
def publish_calendar_entry(page: EventPage) -> None:
    """Store what calendars are told of a live event, as of its last publication."""
    told = CalendarEntry.objects.filter(page=page).first()
    entry = told or CalendarEntry(page=page)
    digest = sha256(repr([getattr(page, name) for name in MOMENT]).encode()).hexdigest()
    newest = _highest_sequence(page)
    if told is None:
        # A reader who had another language's version until now goes on from that one's sequence.
        entry.sequence = newest
    elif digest != told.moment_digest:
        entry.sequence = max(told.sequence + 1, newest)
    entry.moment_digest = digest
    if not page.is_cancelled:
        entry.cancelled_at = None
    elif entry.cancelled_at is None:
        entry.cancelled_at = page.last_published_at
    _write(entry, page, page.last_published_at)


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


def _highest_sequence(page: EventPage) -> int:
    """Of all language versions: they are one event with one UID."""
    entries = CalendarEntry.objects.filter(page__translation_key=page.translation_key)
    return max(entries.values_list("sequence", flat=True), default=0)


def _write(entry: CalendarEntry, page: EventPage, last_modified) -> None:
    entry.last_modified = last_modified
    entry.vevent = vevent_of(page, entry.sequence, last_modified)
    entry.save()
