from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from experiences.sheets.enums import SheetStatus, SynergyType
from experiences.sheets.querysets import SheetPageManager
from experiences.sheets.validators import validate_no_email
from website.core.fields import MarkdownField
from website.core.models import ListingPage
from website.core.rows import PageWithRows
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


class SheetPage(PageWithRows, TopicalPage):
    """An experience and its results, with the headings of the national template.

    The `owner` writes it on the site (`sheets.actions`); coordinators review and publish it in the CMS.
    """

    is_exemplary = models.BooleanField(_("exemplary"), default=False, help_text=_("Only coordinators can set this."))
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
        _("contact"),
        max_length=200,
        blank=True,
        validators=[validate_no_email],
        help_text=_("A name and a job title. Do not include an email address."),
    )
    approach = models.ForeignKey(
        "approaches.ApproachPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sheets",
        verbose_name=_("approach"),
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, blank=True)
    synergy_type = models.CharField(_("type of synergy"), max_length=40, choices=SynergyType, blank=True)

    context = _text(_("context"))
    general_objectives = _text(_("general objectives"))
    quantified_objectives = _text(_("quantified objectives"))
    quantified_results = _text(_("quantified results"))
    qualitative_results = _text(_("qualitative results"))
    implementation = _text(_("implementation"))
    staff_fte = models.DecimalField(
        _("staff resources (FTE)"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    human_means = _text(_("staff resources"))
    cost_eur = models.DecimalField(
        _("cost (€)"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    financial_means = _text(_("financial resources: funding and funders"))
    technical_means = _text(_("technical resources"))
    partners = _text(_("partners"))
    success_factors = _text(_("success factors"))
    difficulties = _text(_("difficulties"))
    recommendations = _text(_("recommendations"))
    reproducibility = _text(_("reproducibility"))

    last_verified_on = models.DateField(_("last verified on"), null=True, blank=True)
    licence = models.CharField(_("licence of the text"), max_length=20, choices=Licence, default=Licence.CC_BY_SA)

    objects = SheetPageManager()
    source_fields = ("organisation", "approach")
    author_field = "owner"
    is_counted_on_home = True

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
            heading=_("People and places"),
        ),
        FieldPanel("stage"),
        FieldPanel("synergy_type"),
        FieldPanel("is_exemplary"),
        MultiFieldPanel([FieldPanel(name) for name in TEXT_FIELDS[:6]], heading=_("Description of the experience")),
        InlinePanel("steps", heading=_("Steps"), label=_("step")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("staff_fte", "human_means", "cost_eur", "financial_means")]
            + [FieldPanel("technical_means"), FieldPanel("partners")],
            heading=_("Resources and partners"),
        ),
        MultiFieldPanel([FieldPanel(name) for name in TEXT_FIELDS[10:]], heading=_("Lessons learnt")),
        InlinePanel("exchanges", heading=_("Resources exchanged"), label=_("resource exchange")),
        InlinePanel("measures", heading=_("Measures"), label=_("measure")),
        InlinePanel("factors", heading=_("Obstacles and levers"), label=_("obstacle or lever")),
        InlinePanel("photos", heading=_("Photos"), label=_("photo")),
        InlinePanel("documents", heading=_("Documents"), label=_("document")),
        FieldPanel("last_verified_on"),
        FieldPanel("licence"),
        TopicalPage.topic_panel,
    ]
    search_fields = [
        *TopicalPage.search_fields,
        *(index.SearchField(name) for name in TEXT_FIELDS),
        index.RelatedFields("organisation", [index.SearchField("name")]),
        index.FilterField("owner_id"),
    ]
    row_references = {
        "steps": (),
        "factors": (),
        "exchanges": ("resource",),
        "measures": ("territory",),
        "documents": ("document",),
        "photos": ("image",),
    }
    parent_page_types = ["sheets.SheetIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("experience sheet")
        verbose_name_plural = _("experience sheets")

    def get_absolute_url(self):
        """Return the public URL of a live sheet, or the URL of its status page for the author."""
        return super().get_absolute_url() if self.live else reverse("sheet", args=[self.pk])

    @property
    def review(self) -> str | None:
        """Return the `WorkflowState` status of the open review, or None."""
        state = self.current_workflow_state
        return state.status if state else None

    @property
    def status(self) -> SheetStatus:
        return SheetStatus.of(
            is_live=self.live,
            was_live=self.first_published_at is not None,
            has_changes=self.has_unpublished_changes,
            review=self.review,
        )

    def _set_core_field_defaults(self):
        super()._set_core_field_defaults()
        # Wagtail rejects a page without a slug, and a title without Latin letters yields none.
        if not self.slug and self.path:
            self.slug = self._get_autogenerated_slug("sheet")
