from django import template
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from website.events.calendar import wording
from website.events.models import EventPage

register = template.Library()


@register.simple_tag(takes_context=True)
def when(context, event: EventPage) -> str:
    """Return dates and times in the event's zone, and name the zone if the reader has another one."""
    language = get_language()
    text = wording.when(event.start_date, event.start_time, event.end_date_or_start, event.end_time, language)
    if event.is_all_day or event.time_zone == reader_zone(context.get("request")):
        return text
    named = _("%(place)s time") % {"place": wording.venue_text(event.time_zone, language)}
    return f"{text} ({named})"


def reader_zone(request) -> str:
    """Return the time zone of the signed-in user, or that of the site."""
    return getattr(getattr(request, "user", None), "time_zone", "") or settings.TIME_ZONE
