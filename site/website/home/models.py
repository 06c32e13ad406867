from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from website.core.models import BasePage


class HomePage(BasePage):
    """The first page of each language: what the network is, and what is new."""

    max_count_per_parent = 4
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("summary", heading=_("mission in a sentence"))]

    class Meta:
        verbose_name = _("home page")


class TerritoryIndexPage(BasePage):
    """Each territory with its démarches, sheets, events and organisations."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("territories")
