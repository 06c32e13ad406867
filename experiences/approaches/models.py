from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from website.core.fields import MarkdownField
from website.core.models import ListingPage
from website.topics.enums import Stage
from website.topics.models import TopicalPage


class ApproachIndexPage(ListingPage):
    listing_name = "approaches"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["approaches.ApproachPage"]

    class Meta:
        verbose_name = _("démarches")


class ApproachPage(TopicalPage):
    """A démarche: what a territory undertakes, who leads and who pays."""

    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.AWARENESS)
    start_date = models.DateField(_("begins"), null=True, blank=True)
    end_date = models.DateField(_("ends"), null=True, blank=True)
    staff_fte = models.DecimalField(_("staff (FTE)"), max_digits=5, decimal_places=2, null=True, blank=True)
    lead_organisation = models.ForeignKey(
        "topics.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="approaches",
        verbose_name=_("lead organisation"),
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="approaches",
        verbose_name=_("facilitator"),
    )
    body = MarkdownField(_("description"), blank=True, max_length=30_000)

    content_panels = [
        *TopicalPage.content_panels,
        FieldPanel("stage"),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date"), FieldPanel("staff_fte")]),
        MultiFieldPanel([FieldPanel("lead_organisation"), FieldPanel("facilitator")], heading=_("Who")),
        InlinePanel("funders", heading=_("Funders"), label=_("funder")),
        FieldPanel("body"),
        TopicalPage.topic_panel,
    ]
    search_fields = [*TopicalPage.search_fields, index.SearchField("body")]
    parent_page_types = ["approaches.ApproachIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("démarche")
        verbose_name_plural = _("démarches")


class ApproachFunder(Orderable):
    page = ParentalKey(ApproachPage, on_delete=models.CASCADE, related_name="funders")
    name = models.CharField(_("name"), max_length=200)
    amount_eur = models.DecimalField(_("amount (€)"), max_digits=12, decimal_places=2, null=True, blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("amount_eur")])]

    def __str__(self):
        return self.name
