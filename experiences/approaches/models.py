from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from website.core.fields import MarkdownField
from website.core.models import ListingPage
from website.core.sections import active_locale
from website.topics.enums import Stage
from website.topics.models import TopicalPage
from website.units.quantities import with_unit


class ApproachIndexPage(ListingPage):
    listing_name = "approaches"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["approaches.ApproachPage"]

    class Meta:
        verbose_name = _("approaches")


class ApproachPage(TopicalPage):
    """A démarche: a project of a territory, with its lead organisation, facilitator and funders."""

    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.AWARENESS)
    start_date = models.DateField(_("start"), null=True, blank=True)
    end_date = models.DateField(_("end"), null=True, blank=True)
    staff_fte = models.DecimalField(
        _("staff (FTE)"), max_digits=5, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
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

    source_fields = ("lead_organisation",)
    author_field = "facilitator"
    is_counted_on_home = True

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
        verbose_name = _("approach")
        verbose_name_plural = _("approaches")

    def clean(self):
        super().clean()
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The end must be after the start.")})

    @property
    def period(self) -> str:
        """Return `2023–2025`, `since 2021`, `until 2025`, or an empty string if there are no dates."""
        if self.start_date and self.end_date:
            years = (self.start_date.year, self.end_date.year)
            return f"{years[0]}–{years[1]}" if years[0] != years[1] else str(years[0])
        if self.start_date:
            return _("since %(year)s") % {"year": self.start_date.year}
        return _("until %(year)s") % {"year": self.end_date.year} if self.end_date else ""

    @property
    def place_and_time(self) -> str:
        names = ", ".join(territory.name for territory in self.territories.all())
        return " · ".join(part for part in (names, str(self.period)) if part)

    @property
    def reader_sheets(self):
        """Return the published sheets of the démarche, each once, preferably in the reader's language."""
        return self.sheets.for_reader(active_locale()).for_cards()

    @property
    def facilitating_person(self):
        """Return the facilitator's account with its directory entry, which determines who may see the name."""
        return get_user_model().objects.select_related("member").filter(pk=self.facilitator_id).first()

    @property
    def facts(self) -> list[dict]:
        lead, staff = self.lead_organisation, self.staff_fte
        facts = [{"label": _("Stage"), "value": self.get_stage_display()}]
        if self.period:
            facts.append({"label": _("Period"), "value": self.period})
        if staff is not None:
            facts.append(
                {"label": _("Staff"), "value": _("%(number)s FTE") % {"number": number_format(staff.normalize())}}
            )
        if lead:
            facts.append({"label": _("Lead organisation"), "value": lead.name, "url": lead.get_absolute_url()})
        return [*facts, *(funder.as_fact for funder in self.funders.all()), *super().facts]


class ApproachFunder(Orderable):
    page = ParentalKey(ApproachPage, on_delete=models.CASCADE, related_name="funders")
    name = models.CharField(_("name"), max_length=200)
    amount_eur = models.DecimalField(
        _("amount (€)"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("amount_eur")])]

    def __str__(self):
        return self.name

    @property
    def as_fact(self) -> dict:
        amount = f" ({with_unit(self.amount_eur, '€', 0)})" if self.amount_eur else ""
        return {"label": _("Funder"), "value": f"{self.name}{amount}"}
