from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from website.core.blocks import BodyField
from website.core.models import ListingPage
from website.topics.models import TopicalPage


class NewsIndexPage(ListingPage):
    listing_name = "news"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]

    class Meta:
        verbose_name = _("news index")


class NewsPage(TopicalPage):
    """A news item of the network."""

    date = models.DateField(_("date"), default=timezone.localdate)
    image = models.ForeignKey(
        "core.CreditedImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        *TopicalPage.content_panels,
        FieldPanel("date"),
        FieldPanel("image"),
        FieldPanel("body"),
        TopicalPage.topic_panel,
    ]
    search_fields = [*TopicalPage.search_fields, index.SearchField("body")]
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    @property
    def facts(self) -> list[dict]:
        return [{"label": _("Date"), "value": date_format(self.date)}, *super().facts]
