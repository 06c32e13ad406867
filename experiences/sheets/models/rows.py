"""The rows of a sheet: steps, exchanges, measures, obstacles and levers, photos and documents."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from experiences.sheets import indicators
from experiences.sheets.enums import Evidence, FactorKind, FactorTheme, Indicator
from experiences.sheets.models.page import SheetPage
from website.core.rows import PageRow
from website.units.enums import Period, Unit


class SheetStep(PageRow):
    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="steps")
    date = models.DateField(_("date"), null=True, blank=True)
    text = models.CharField(_("description of the step"), max_length=500)

    panels = [FieldRowPanel([FieldPanel("date"), FieldPanel("text")])]

    def __str__(self):
        return self.text


class SheetExchange(PageRow):
    """A resource passed from a supplier to a receiver."""

    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="exchanges")
    description = models.CharField(_("resource"), max_length=200)
    resource = models.ForeignKey(
        "topics.Resource",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("List of Waste code"),
    )
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, blank=True)
    period = models.CharField(_("period"), max_length=10, choices=Period, default=Period.YEAR)
    supplier = models.CharField(pgettext_lazy("giver", "from"), max_length=200, blank=True)
    receiver = models.CharField(pgettext_lazy("receiver", "to"), max_length=200, blank=True)

    def __str__(self):
        return self.description

    def clean(self):
        super().clean()
        if self.quantity is not None and not self.unit:
            raise ValidationError({"unit": _("Select a unit for this quantity.")})
        if self.quantity is not None and self.quantity < 0:
            raise ValidationError({"quantity": _("The quantity cannot be negative.")})


class SheetMeasure(PageRow):
    """A measured result, as entered and in the canonical unit of its indicator."""

    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="measures")
    indicator = models.CharField(_("indicator"), max_length=20, choices=Indicator)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    canonical_value = models.DecimalField(max_digits=20, decimal_places=6, editable=False, null=True)
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence, default=Evidence.DECLARED)
    method = models.CharField(_("method"), max_length=300, blank=True)
    factor_source = models.CharField(_("source of the factor"), max_length=200, blank=True)
    factor_year = models.PositiveSmallIntegerField(
        _("year of the factor"), null=True, blank=True, validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    territory = models.ForeignKey(
        "topics.Territory", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("territory")
    )

    class Meta(PageRow.Meta):
        indexes = [models.Index(fields=["indicator"], name="sheets_measure_indicator")]

    def __str__(self):
        return f"{self.get_indicator_display()}: {self.value} {self.unit}"

    @property
    def canonical_unit(self) -> Unit:
        return indicators.CANONICAL_UNITS[self.indicator]

    def in_canonical_unit(self) -> Decimal:
        """Convert the value. `canonical_value` stores the result, so that the database can filter and sum."""
        return indicators.to_canonical(self.value, self.unit, self.indicator)

    @property
    def period(self) -> str:
        return indicators.period_of(self.indicator)

    def clean(self):
        super().clean()
        if not (self.indicator in Indicator.values and self.unit and self.value is not None):
            return
        try:
            self.canonical_value = self.in_canonical_unit()
        except indicators.WrongUnit as error:
            raise ValidationError({"unit": str(error)}) from None
        except indicators.TooLarge as error:
            raise ValidationError({"value": str(error)}) from None

    def save(self, *args, **kwargs):
        self.canonical_value = self.in_canonical_unit()
        super().save(*args, **kwargs)


class SheetFactor(PageRow):
    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(_("type"), max_length=10, choices=FactorKind)
    theme = models.CharField(_("theme"), max_length=20, choices=FactorTheme)
    text = models.CharField(_("description in one sentence"), max_length=500)

    def __str__(self):
        return self.text


class SheetPhoto(PageRow):
    """A photo. Description and credit are stored on the sheet, so that changing them requires a review."""

    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        "core.CreditedImage", models.CASCADE, related_name="sheet_photos", verbose_name=_("photo")
    )
    description = models.CharField(
        _("description"),
        max_length=255,
        blank=True,
        help_text=_(
            "Describe the photo for people who cannot see it. Leave empty to use the description in the image library."
        ),
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("The photographer. Leave empty to use the credit in the image library."),
    )

    panels = [FieldPanel("image"), FieldPanel("description"), FieldPanel("credit")]

    def __str__(self):
        return self.image.title

    @property
    def alt(self) -> str:
        return self.description or self.image.default_alt_text

    @property
    def shown_credit(self) -> str:
        return self.credit or self.image.credit


class SheetDocument(PageRow):
    """A file to download. Title and credit are stored on the sheet, so that changing them requires a review."""

    page = ParentalKey(SheetPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "core.CreditedDocument", models.CASCADE, related_name="sheet_documents", verbose_name=_("document")
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("Leave empty to use the title in the document library.")
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("The author. Leave empty to use the credit in the document library."),
    )

    panels = [FieldPanel("document"), FieldPanel("title"), FieldPanel("credit")]

    def __str__(self):
        return self.shown_title

    @property
    def shown_title(self) -> str:
        return self.title or self.document.title

    @property
    def shown_credit(self) -> str:
        return self.credit or self.document.credit
