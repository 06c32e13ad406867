"""What templates say of events."""

from django import template
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from website.events.calendar import wording
from website.events.models import EventPage

register = template.Library()


@register.simple_tag(takes_context=True)
def when(context, event: EventPage) -> str:
    """Day and hours on the clock of the place; its zone is named where the reader's is another."""
    language = get_language()
    words = wording.when(event.start_date, event.start_time, event.end_of_dates, event.end_time, language)
    if event.is_all_day or event.time_zone == reader_zone(context.get("request")):
        return words
    named = _("%(place)s time") % {"place": wording.venue_text(event.time_zone, language)}
    return f"{words} ({named})"


def reader_zone(request) -> str:
    """The zone a reader chose, else the site's."""
    return getattr(getattr(request, "user", None), "time_zone", "") or settings.TIME_ZONE
