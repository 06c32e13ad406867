"""Columns that every export of topical pages has."""

from django.utils.translation import gettext_lazy as _

from website.core.listings import Column

TITLE = Column("title", _("Title"), lambda page: page.title)
TOPIC_COLUMNS = (
    Column("summary", _("Summary"), lambda page: page.feed_summary),
    Column("language", _("Language"), lambda page: page.locale.language_code),
    Column("themes", _("Themes"), lambda page: [theme.name for theme in page.themes.all()]),
    Column("territories", _("Territories"), lambda page: [territory.name for territory in page.territories.all()]),
    Column("url", _("Web address"), lambda page: page.get_absolute_url()),
    Column("published", _("Published"), lambda page: page.first_published_at),
)

# The order of feeds: when pages were first published here, whatever order their lists have.
NEWEST_FIRST = ("-first_published_at", "-pk")
