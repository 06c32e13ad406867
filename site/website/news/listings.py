from django.utils.translation import gettext_lazy as _

from website.core.listings import Column, Listing, register
from website.news.filters import NewsFilterSet
from website.news.models import NewsPage
from website.topics.listings import NEWEST_FIRST, TITLE, TOPIC_COLUMNS

NEWS = register(
    Listing(
        name="news",
        title=_("News"),
        items=lambda reader: (
            NewsPage.objects.for_reader(reader.locale)
            .with_topics()
            .select_related("image")
            .prefetch_related("image__renditions")
            .order_by("-date", "-pk")
        ),
        filterset=NewsFilterSet,
        columns=(TITLE, Column("date", _("Date"), lambda page: page.date), *TOPIC_COLUMNS),
        item_template="news/card.html",
        empty_text=_("News from the network and its territories will appear here."),
        updated=lambda page: page.last_published_at,
        feed_order=NEWEST_FIRST,
    )
)
