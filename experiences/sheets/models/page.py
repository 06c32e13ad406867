from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from experiences.sheets.enums import Evidence, FactorKind, FactorTheme, Indicator, Period, SynergyType, Unit
from experiences.sheets.querysets import SheetPageManager
from website.core.fields import MarkdownField
from website.core.models import ListingPage
from website.topics.enums import Licence, Stage
from website.topics.models import TopicalPage

TEXT_LENGTH = 20_000


def _text(label, **kwargs):
    return MarkdownField(label, blank=True, max_length=TEXT_LENGTH, **kwargs)


class SheetIndexPage(ListingPage):
    listing_name = "sheets"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["sheets.SheetPage"]

    class Meta:
        verbose_name = _("experience sheets")


class SheetPage(TopicalPage):
    """What a territory tried and what it brought, under the headings of the national reference.

    Written by its `owner` on the site (`sheets.actions`), reviewed and published in the CMS.
    """

    is_exemplary = models.BooleanField(_("exemplary"), default=False, help_text=_("Given by editors."))
    organisation = models.ForeignKey(
        "topics.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sheets",
        verbose_name=_("organisation"),
    )
    postal_address = models.CharField(_("postal address"), max_length=300, blank=True)
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("A name and a function; no e-mail address, please.")
    )
    approach = models.ForeignKey(
        "approaches.ApproachPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sheets",
        verbose_name=_("démarche"),
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, blank=True)
    synergy_type = models.CharField(_("kind of synergy"), max_length=40, choices=SynergyType, blank=True)

    context = _text(_("context"))
    general_objectives = _text(_("general objectives"))
    quantified_objectives = _text(_("quantified objectives"))
    quantified_results = _text(_("quantified results"))
    qualitative_results = _text(_("qualitative results"))
    implementation = _text(_("implementation"))
    staff_fte = models.DecimalField(_("human means (FTE)"), max_digits=6, decimal_places=2, null=True, blank=True)
    human_means = _text(_("human means in words"))
    cost_eur = models.DecimalField(_("cost (€)"), max_digits=12, decimal_places=2, null=True, blank=True)
    financial_means = _text(_("financial means: funding and funders"))
    technical_means = _text(_("technical means"))
    partners = _text(_("partners"))
    success_factors = _text(_("what made it work"))
    difficulties = _text(_("difficulties"))
    recommendations = _text(_("recommendations"))
    reproducibility = _text(_("reproducibility"))

    last_verified_on = models.DateField(_("last verified on"), null=True, blank=True)
    licence = models.CharField(_("licence of the text"), max_length=20, choices=Licence, default=Licence.CC_BY_SA)

    objects = SheetPageManager()

    TEXT_FIELDS = (
        "context",
        "general_objectives",
        "quantified_objectives",
        "quantified_results",
        "qualitative_results",
        "implementation",
        "human_means",
        "financial_means",
        "technical_means",
        "partners",
        "success_factors",
        "difficulties",
        "recommendations",
        "reproducibility",
    )

    content_panels = [
        *TopicalPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("organisation", "postal_address", "contact", "approach")],
            heading=_("Who and where"),
        ),
        FieldRowPanel([FieldPanel("stage"), FieldPanel("synergy_type"), FieldPanel("is_exemplary")]),
        MultiFieldPanel([FieldPanel(name) for name in TEXT_FIELDS[:6]], heading=_("The experience")),
        InlinePanel("steps", heading=_("Steps"), label=_("step")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("staff_fte", "human_means", "cost_eur", "financial_means")]
            + [FieldPanel("technical_means"), FieldPanel("partners")],
            heading=_("Means and partners"),
        ),
        MultiFieldPanel([FieldPanel(name) for name in TEXT_FIELDS[10:]], heading=_("What was learnt")),
        InlinePanel("exchanges", heading=_("Resources exchanged"), label=_("exchange")),
        InlinePanel("measures", heading=_("Measures"), label=_("measure")),
        InlinePanel("factors", heading=_("Obstacles and levers"), label=_("obstacle or lever")),
        InlinePanel("photos", heading=_("Photos"), label=_("photo")),
        InlinePanel("documents", heading=_("Documents"), label=_("document")),
        FieldRowPanel([FieldPanel("last_verified_on"), FieldPanel("licence")]),
        TopicalPage.topic_panel,
    ]
    search_fields = [
        *TopicalPage.search_fields,
        *(index.SearchField(name) for name in TEXT_FIELDS),
        index.RelatedFields("organisation", [index.SearchField("name")]),
        index.FilterField("owner_id"),
    ]
    parent_page_types = ["sheets.SheetIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("experience sheet")
        verbose_name_plural = _("experience sheets")

    def get_absolute_url(self):
        return self.url or reverse("sheet", args=[self.pk])


class SheetStep(Orderable):
    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="steps")
    date = models.DateField(_("date"), null=True, blank=True)
    text = models.CharField(_("what was done"), max_length=500)

    panels = [FieldRowPanel([FieldPanel("date"), FieldPanel("text")])]

    def __str__(self):
        return self.text


class SheetExchange(Orderable):
    """A resource that went from one party to another: quantity, unit and period."""

    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="exchanges")
    resource = models.ForeignKey(
        "topics.Resource", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("List of Waste code")
    )
    description = models.CharField(_("resource"), max_length=200)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, blank=True)
    period = models.CharField(_("period"), max_length=10, choices=Period, default=Period.YEAR)
    supplier = models.CharField(_("from"), max_length=200, blank=True)
    receiver = models.CharField(_("to"), max_length=200, blank=True)

    def __str__(self):
        return self.description


class SheetMeasure(Orderable):
    """One figure of what was brought, as entered and in the indicator's canonical unit."""

    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="measures")
    indicator = models.CharField(_("indicator"), max_length=20, choices=Indicator)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    canonical_value = models.DecimalField(max_digits=20, decimal_places=6, editable=False, null=True)
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence, default=Evidence.DECLARED)
    method = models.CharField(_("method"), max_length=300, blank=True)
    factor_source = models.CharField(_("source of the factor"), max_length=200, blank=True)
    factor_year = models.PositiveSmallIntegerField(_("year of the factor"), null=True, blank=True)
    territory = models.ForeignKey(
        "topics.Territory", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("territory")
    )

    def __str__(self):
        return f"{self.get_indicator_display()}: {self.value} {self.unit}"


class SheetFactor(Orderable):
    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(_("kind"), max_length=10, choices=FactorKind)
    theme = models.CharField(_("theme"), max_length=20, choices=FactorTheme)
    text = models.CharField(_("in a sentence"), max_length=500)

    def __str__(self):
        return self.text


class SheetPhoto(Orderable):
    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("core.CreditedImage", models.CASCADE, related_name="+", verbose_name=_("photo"))

    panels = [FieldPanel("image")]

    def __str__(self):
        return self.image.title


class SheetDocument(Orderable):
    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("core.CreditedDocument", models.CASCADE, related_name="+", verbose_name=_("document"))

    panels = [FieldPanel("document")]

    def __str__(self):
        return self.document.title
