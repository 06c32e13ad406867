from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index

from website.core.blocks import BodyField
from website.core.models import ListingPage
from website.topics.models import TopicalPage


class WatchIndexPage(ListingPage):
    listing_name = "watch"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["watch.WatchNotePage"]

    class Meta:
        verbose_name = _("watch index")


class WatchNotePage(TopicalPage):
    """A note about a publication elsewhere, and why it matters to the network."""

    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=500)
    source_date = models.DateField(_("date of the source"))
    why_it_matters = models.TextField(_("why it matters to the network"), max_length=1500)
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        TitleFieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("source_url"), FieldPanel("source_date")], heading=_("Source")
        ),
        TopicalPage.topic_panel,
        FieldPanel("summary"),
        FieldPanel("why_it_matters"),
        FieldPanel("body"),
    ]
    search_fields = [*TopicalPage.search_fields, index.SearchField("why_it_matters"), index.SearchField("body")]
    parent_page_types = ["watch.WatchIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("watch note")
        verbose_name_plural = _("watch notes")

    @property
    def source_line(self) -> str:
        """Return source and date: `ADEME, 3 March 2026`."""
        return f"{self.source}, {date_format(self.source_date)}"

    @property
    def facts(self) -> list[dict]:
        return [
            {"label": _("Source"), "value": self.source, "url": self.source_url},
            {"label": _("Date of the source"), "value": date_format(self.source_date)},
            *super().facts,
        ]
