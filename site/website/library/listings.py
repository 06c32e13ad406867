from django.utils.translation import gettext_lazy as _

from website.core.listings import Column, Listing, register
from website.library.filters import AlbumFilterSet, ToolFilterSet
from website.library.models import AlbumPage, ToolPage
from website.topics.listings import NEWEST_FIRST, TITLE, TOPIC_COLUMNS

TOOLS = register(
    Listing(
        name="tools",
        title=_("Tools"),
        items=lambda reader: ToolPage.objects.for_reader(reader.locale).with_topics().order_by("title", "pk"),
        filterset=ToolFilterSet,
        columns=(
            TITLE,
            Column("audience", _("Audience"), lambda page: page.get_audience_display()),
            Column("stage", _("Stage of an approach"), lambda page: page.get_stage_display()),
            Column("licence", _("Licence"), lambda page: page.get_licence_display()),
            Column("version", _("Version"), lambda page: page.version),
            *TOPIC_COLUMNS,
        ),
        item_template="library/tool_card.html",
        empty_text=_("The network’s methods, templates and guides will appear here."),
        updated=lambda page: page.last_published_at,
        feed_order=NEWEST_FIRST,
    )
)

ALBUMS = register(
    Listing(
        name="albums",
        title=_("Media albums"),
        items=lambda reader: (
            AlbumPage.objects.for_reader(reader.locale).with_topics().with_photos().order_by("-date", "-pk")
        ),
        filterset=AlbumFilterSet,
        columns=(TITLE, Column("date", _("Date"), lambda page: page.date), *TOPIC_COLUMNS),
        item_template="library/album_card.html",
        empty_text=_("Photos and videos of meetings and visits will appear here."),
        updated=lambda page: page.last_published_at,
        feed_order=NEWEST_FIRST,
    )
)
