from django.utils.translation import gettext_lazy as _

from website.core.listings import Column, Listing, register
from website.events.feeds import render_ics
from website.events.filters import EventFilterSet
from website.events.models import EventPage
from website.topics.listings import TITLE, TOPIC_COLUMNS

EVENTS = register(
    Listing(
        name="events",
        title=_("Agenda"),
        items=lambda reader: (
            EventPage.objects.for_reader(reader.locale)
            .with_topics()
            .select_related("organiser")
            .order_by("dtstart", "pk")
        ),
        filterset=EventFilterSet,
        columns=(
            TITLE,
            Column("kind", _("Type"), lambda page: page.get_kind_display()),
            Column("status", _("Status"), lambda page: page.get_status_display()),
            Column("begins", _("Start"), lambda page: page.hours[0]),
            Column("ends", _("End"), lambda page: page.hours[1]),
            Column("time_zone", _("Time zone"), lambda page: page.time_zone),
            Column("location", _("Location"), lambda page: page.location),
            Column("latitude", _("Latitude"), lambda page: page.latitude),
            Column("longitude", _("Longitude"), lambda page: page.longitude),
            Column("conference_url", _("Video meeting"), lambda page: page.conference_url),
            Column("organiser", _("Organised by"), lambda page: page.organiser and page.organiser.name),
            *TOPIC_COLUMNS,
        ),
        item_template="events/card.html",
        empty_text=_("There are no upcoming events at the moment. To see past events, use the filter “When”."),
        updated=lambda page: page.last_published_at,
        formats=("ics", "atom", "csv", "json"),
        renderers={"ics": render_ics},
        feed_order=("-first_published_at", "-pk"),
        changes_daily=True,
    )
)
