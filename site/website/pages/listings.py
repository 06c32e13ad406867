"""Standard pages have a listing for the search, but no feeds."""

from django.utils.translation import gettext_lazy as _

from website.core.listings import Listing, register
from website.pages.filters import StandardPageFilterSet
from website.pages.models import StandardPage

PAGES = register(
    Listing(
        name="pages",
        title=_("About the network"),
        items=lambda reader: StandardPage.objects.for_reader(reader.locale).for_page().order_by("title", "pk"),
        filterset=StandardPageFilterSet,
        columns=(),
        item_template="pages/card.html",
        empty_text="",
        updated=lambda page: page.last_published_at,
        formats=(),
    )
)
