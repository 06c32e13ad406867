from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from website.core.blocks import BodyField
from website.core.models import ListingPage
from website.topics.models import TopicalPage


class FaqIndexPage(ListingPage):
    listing_name = "faq"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["faq.AnswerPage"]

    class Meta:
        verbose_name = _("frequently asked questions")


class AnswerPage(TopicalPage):
    """A frequent question, which is the title, and its answer."""

    body = BodyField(verbose_name=_("answer"), blank=True)

    content_panels = [*TopicalPage.content_panels, FieldPanel("body"), TopicalPage.topic_panel]
    search_fields = [*TopicalPage.search_fields, index.SearchField("body")]
    parent_page_types = ["faq.FaqIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("answer to a frequently asked question")
        verbose_name_plural = _("answers to frequently asked questions")
