from django.utils.translation import gettext_lazy as _

from website.core.listings import Column, Listing, register
from website.topics.listings import NEWEST_FIRST, TITLE, TOPIC_COLUMNS
from website.watch.filters import WatchFilterSet
from website.watch.models import WatchNotePage

WATCH = register(
    Listing(
        name="watch",
        title=_("Watch notes"),
        items=lambda reader: (
            WatchNotePage.objects.for_reader(reader.locale).with_topics().order_by("-first_published_at", "-pk")
        ),
        filterset=WatchFilterSet,
        columns=(
            TITLE,
            Column("source", _("Source"), lambda page: page.source),
            Column("source_url", _("Address of the source"), lambda page: page.source_url),
            Column("source_date", _("Date of the source"), lambda page: page.source_date),
            *TOPIC_COLUMNS,
        ),
        item_template="watch/card.html",
        empty_text=_(
            "Watch notes will appear here: what editors have read elsewhere and found useful for the network."
        ),
        updated=lambda page: page.last_published_at,
        feed_order=NEWEST_FIRST,
    )
)
