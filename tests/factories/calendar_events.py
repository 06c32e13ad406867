from datetime import UTC, datetime

from website.events.ical import CalendarEvent, CalendarHead

HEAD = CalendarHead(
    name="Agenda · eau",
    description="Les rendez-vous du réseau, thème : eau",
    source="https://example.org/fr/feeds/events.ics?theme=water",
    time_zone="Europe/Paris",
    language="fr",
)


def calendar_event(**changes) -> CalendarEvent:
    """Return a visit in Strasbourg on 12 May 2026 from 9:00 to 11:30."""
    values = {
        "uid": "5f0c4b0e-8f0a-4c55-9d0e-3a4f6f1c2b7d@example.org",
        "sequence": 0,
        "created": datetime(2026, 3, 1, 8, 0, tzinfo=UTC),
        "last_modified": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "dtstart": datetime(2026, 5, 12, 7, 0, tzinfo=UTC),
        "dtend": datetime(2026, 5, 12, 9, 30, tzinfo=UTC),
        "time_zone": "Europe/Paris",
        "summary": "Visite du port",
        "language": "fr",
        "url": "https://example.org/fr/agenda/visite-du-port/",
    }
    return CalendarEvent(**(values | changes))
