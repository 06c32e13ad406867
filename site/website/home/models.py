from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from community.members.models import DirectoryPage, Member
from experiences.sheets.models import SheetIndexPage
from website.core import listings
from website.core.models import BasePage
from website.core.sections import active_locale, section_url
from website.events.models import AgendaPage, EventPage
from website.news.models import NewsIndexPage
from website.topics.enums import Country, TerritoryKind
from website.topics.models import Organisation, Territory, topical_models
from website.watch.models import WatchIndexPage

ENTRIES = 3


class HomePage(BasePage):
    """The home page of a language, with key figures and the newest texts."""

    max_count_per_parent = 4
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("summary", heading=_("mission in one sentence"))]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        reader = listings.Reader(request.user, active_locale())
        newest = {name: listings.get(name).items(reader)[:ENTRIES] for name in ("sheets", "news", "watch")}
        events = EventPage.objects.for_reader(reader.locale).with_topics().upcoming()[:ENTRIES]
        return {
            **super().get_context(request, *args, **kwargs),
            **newest,
            "events": events,
            "agenda_url": section_url(AgendaPage),
            "sheets_url": section_url(SheetIndexPage),
            "news_url": section_url(NewsIndexPage),
            "watch_url": section_url(WatchIndexPage),
            "figures": self._figures(reader),
            "actions": self._actions(reader.user),
        }

    @staticmethod
    def _actions(user) -> list[dict]:
        actions = [
            {"label": _("Read the experience sheets"), "url": section_url(SheetIndexPage)},
            {"label": _("Find people and organisations"), "url": section_url(DirectoryPage)},
        ]
        return (
            actions
            if user.is_authenticated
            else [*actions, {"label": _("Ask to join the network"), "url": reverse("join")}]
        )

    @staticmethod
    def _figures(reader) -> list[dict]:
        """Return the number of texts, organisations and territories. Page types opt in with `is_counted_on_home`."""
        counted = [model for model in topical_models() if model.is_counted_on_home]
        return [
            *(
                {"label": model._meta.verbose_name_plural, "value": model.objects.for_reader(reader.locale).count()}
                for model in counted
            ),
            {"label": _("organisations"), "value": Organisation.objects.count()},
            {"label": _("territories"), "value": Territory.objects.featured().count()},
        ]


class TerritoryIndexPage(BasePage):
    """The list of territories; each links to its own page."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("territories")

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "countries": self._by_country_and_kind()}

    @staticmethod
    def _by_country_and_kind() -> list[dict]:
        """Return the territories in use by country and kind, larger kinds first. The country itself becomes its `url`."""
        kinds = TerritoryKind.values
        rows = sorted(
            Territory.objects.in_use(Member.objects.publicly_in_a_territory()).by_name(),
            key=lambda row: (row.get_country_display(), row.country, kinds.index(row.kind)),
        )
        countries = []
        for code, in_country in groupby(rows, key=lambda row: row.country):
            by_kind = {kind: list(same) for kind, same in groupby(in_country, key=lambda row: row.kind)}
            whole = by_kind.pop(TerritoryKind.COUNTRY, [])
            countries.append(
                {
                    "name": Country(code).label,
                    "url": whole[0].get_absolute_url() if whole else "",
                    "kinds": [{"name": TerritoryKind(kind).label, "territories": by_kind[kind]} for kind in by_kind],
                }
            )
        return countries
