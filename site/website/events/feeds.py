"""Build the VEVENT of a page when it is published, and the calendar of many events at each request."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from website.core import sections
from website.core.feeds import title_of
from website.events.enums import EventKind
from website.events.ical import CalendarEvent, CalendarHead, render_calendar, render_event


def vevent_of(page, sequence: int, last_modified: datetime) -> str:
    """Return the VEVENT of an event page, in the page's own language."""
    language = page.locale.language_code
    begin, end = page.span
    with translation.override(language):
        return render_event(
            CalendarEvent(
                uid=f"{page.translation_key}@{settings.CALENDAR_UID_HOST}",
                sequence=sequence,
                # Editors can backdate the publication, but CREATED must not be after LAST-MODIFIED.
                created=min(page.first_published_at or last_modified, last_modified),
                last_modified=last_modified,
                dtstart=begin,
                dtend=end,
                time_zone=page.time_zone,
                summary=page.title,
                language=language,
                url=settings.BASE_URL + sections.reader_url(page, language),
                description=page.feed_summary,
                location=page.location,
                geo=None if page.latitude is None else (page.latitude, page.longitude),
                categories=(page.get_kind_display(), *(theme.name for theme in page.themes.all())),
                status=page.status,
                # A deadline does not make anyone busy for the whole day.
                transp="TRANSPARENT" if page.kind == EventKind.DEADLINE or page.is_cancelled else "OPAQUE",
                conference=page.conference_url,
            )
        )


def render_ics(bound, absolute) -> bytes:
    """Return the filtered agenda as an iCalendar file to subscribe to."""
    vevents = bound.filterset.undated.in_calendar().vevents() if bound.is_valid else ()
    return render_calendar(_head(calendar_name(bound), absolute(bound.feed_url("ics"))), vevents)


def render_one(vevent: str, title: str, source: str) -> bytes:
    """Return one VEVENT as an iCalendar file."""
    return render_calendar(_head(title, source), [vevent])


def calendar_name(bound) -> str:
    """Return the name of the calendar: the network, the agenda and the filters."""
    return f"{settings.SITE_NAME} – {title_of(bound)}"


def _head(name: str, source: str) -> CalendarHead:
    return CalendarHead(
        name=name,
        description=_("Meetings, visits, workshops and deadlines of %(network)s.") % {"network": settings.SITE_NAME},
        source=source,
        time_zone=settings.TIME_ZONE,
        language=translation.get_language(),
    )
