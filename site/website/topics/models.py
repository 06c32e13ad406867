from django.apps import apps
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from website.core.models import BasePage
from website.maps.clusters import Place
from website.topics.enums import Country, OrganisationKind, TerritoryKind
from website.topics.querysets import (
    OrganisationQuerySet,
    SectorQuerySet,
    TerritoryQuerySet,
    TopicalPageManager,
    VocabularyQuerySet,
)

validate_nace = RegexValidator(r"^\d\d(\.\d{1,2})?\Z", _("Enter a NACE code, for example 17 or 17.12."))


class Located(models.Model):
    """A row with a point on the map, in degrees (WGS 84)."""

    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="%(class)s_point_has_both_coordinates",
                violation_error_message=_("Enter both a latitude and a longitude."),
            )
        ]


class Vocabulary(models.Model):
    """A term with a name in each language."""

    slug = models.SlugField(_("slug"), unique=True, max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_de = models.CharField(_("name in German"), max_length=200, blank=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    objects = VocabularyQuerySet.as_manager()

    names = [FieldPanel("name_fr"), FieldPanel("name_de"), FieldPanel("name_nl"), FieldPanel("name_en")]

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, or else in French."""
        return getattr(self, f"name_{(get_language() or 'fr')[:2]}", "") or self.name_fr


class Theme(Vocabulary):
    """A theme of texts. Editors maintain the list."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [FieldPanel("slug"), *Vocabulary.names, FieldPanel("order")]

    class Meta(Vocabulary.Meta):
        ordering = ["order", "slug"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Territory(Vocabulary, Located):
    """An area, from an intercommunal body to a country or a cross-border region."""

    kind = models.CharField(_("type"), max_length=20, choices=TerritoryKind)
    code = models.CharField(_("official code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    member_codes = models.JSONField(_("codes of its communes"), default=list, blank=True)
    is_featured = models.BooleanField(
        _("shown in filters"), default=False, help_text=_("Territories the network works with.")
    )

    objects = TerritoryQuerySet.as_manager()

    panels = [
        FieldPanel("slug"),
        *Vocabulary.names,
        *(FieldPanel(name) for name in ("kind", "code", "country", "parent", "latitude", "longitude")),
        *(FieldPanel(name) for name in ("population", "is_featured")),
    ]

    class Meta(Vocabulary.Meta):
        ordering = ["slug"]
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [
            *Located.Meta.constraints,
            models.UniqueConstraint(
                fields=["country", "kind", "code"], condition=~models.Q(code=""), name="one_territory_per_official_code"
            ),
        ]

    def get_absolute_url(self):
        return reverse("territory", args=[self.slug])

    @property
    def whereabouts(self) -> Place | None:
        """Its place on the map, or None."""
        if self.latitude is None:
            return None
        return Place(self.name, self.country, ((self.latitude, self.longitude),))


class Language(Vocabulary):
    """A language that people speak. The slug is its ISO 639-1 code."""

    panels = [FieldPanel("slug"), *Vocabulary.names]

    class Meta(Vocabulary.Meta):
        ordering = ["slug"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class Sector(Vocabulary):
    """A section of NACE Rev. 2.1 (a letter) with the range of its two-digit divisions."""

    code = models.CharField(_("NACE section"), max_length=1, unique=True)
    first_division = models.PositiveSmallIntegerField(_("first division"))
    last_division = models.PositiveSmallIntegerField(_("last division"))

    objects = SectorQuerySet.as_manager()

    panels = [
        *(FieldPanel(name) for name in ("slug", "code", "first_division", "last_division")),
        *Vocabulary.names,
    ]

    class Meta(Vocabulary.Meta):
        ordering = ["code"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def __str__(self):
        return f"{self.code} {self.name}"


class Resource(Vocabulary):
    """An entry of the European List of Waste, a classification shared by all countries of the network."""

    code = models.CharField(_("List of Waste code"), max_length=8, unique=True)
    is_hazardous = models.BooleanField(_("hazardous"), default=False)

    panels = [FieldPanel("slug"), FieldPanel("code"), FieldPanel("is_hazardous"), *Vocabulary.names]

    class Meta(Vocabulary.Meta):
        ordering = ["code"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def __str__(self):
        return f"{self.code}{'*' if self.is_hazardous else ''} {self.name}"


class Organisation(index.Indexed, Located):
    """A company, authority, chamber, laboratory or other organisation."""

    slug = models.SlugField(_("slug"), unique=True, max_length=120)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=OrganisationKind)
    sector = models.ForeignKey(
        Sector, models.SET_NULL, null=True, blank=True, related_name="organisations", verbose_name=_("sector")
    )
    nace_code = models.CharField(
        _("NACE code"),
        max_length=5,
        blank=True,
        help_text=_("Rev. 2.1, for example 17.12."),
        validators=[validate_nace],
    )
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="organisations", verbose_name=_("territory")
    )
    country = models.CharField(_("country"), max_length=2, choices=Country)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    description_language = models.CharField(
        _("language of the description"), max_length=2, choices=settings.LANGUAGES, default="fr"
    )
    languages = models.ManyToManyField(Language, blank=True, related_name="+", verbose_name=_("working languages"))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.SearchField("city"),
        index.FilterField("id"),
    ]
    panels = [
        MultiFieldPanel([FieldPanel(name) for name in ("name", "slug", "kind", "sector", "nace_code")]),
        MultiFieldPanel([FieldPanel("description"), FieldPanel("description_language")], heading=_("Activities")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("territory", "country", "address", "postal_code", "city")],
            heading=_("Where"),
        ),
        MultiFieldPanel([FieldPanel("latitude"), FieldPanel("longitude")], heading=_("On the map")),
        MultiFieldPanel([FieldPanel(name) for name in ("website", "email", "phone")], heading=_("Contact")),
        FieldPanel("languages", widget=CheckboxSelectMultiple),
    ]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [*Located.Meta.constraints]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])

    @property
    def place(self) -> str:
        """Its town and country as text."""
        return ", ".join(filter(None, (self.city, self.get_country_display())))

    @property
    def whereabouts(self) -> Place | None:
        """Its place on the map: its town, or its territory if it has no point of its own."""
        if self.latitude is None:
            return self.territory and self.territory.whereabouts
        filters = (("country", self.country), ("city", self.city)) if self.city else ()
        return Place(self.city or self.name, self.country, ((self.latitude, self.longitude),), filters)

    @property
    def feed_summary(self) -> str:
        return self.description or f"{self.get_kind_display()}, {self.place}"

    @property
    def feed_id(self) -> str:
        """A permanent identifier, independent of its name and slug (RFC 4151)."""
        return f"tag:{settings.CALENDAR_UID_HOST},2026:organisations/{self.pk}"

    @property
    def feed_published(self):
        return self.created_at


class Keyword(TagBase):
    """A free keyword of pages. The tags of images and documents are in another table."""

    free_tagging = True

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")


class TaggedPage(ItemBase):
    """A keyword on a page of any type."""

    tag = models.ForeignKey(Keyword, models.CASCADE, related_name="tagged_pages")
    content_object = ParentalKey(Page, on_delete=models.CASCADE, related_name="keyword_items")


class TopicalPage(BasePage):
    """A page with themes, territories and keywords."""

    themes = ParentalManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    territories = ParentalManyToManyField(
        Territory,
        blank=True,
        related_name="+",
        verbose_name=_("territories"),
        help_text=_("Its area. A country is also a territory."),
        limit_choices_to={"is_featured": True},
    )
    keywords = ClusterTaggableManager(through=TaggedPage, blank=True, verbose_name=_("keywords"))

    objects = TopicalPageManager()

    # Foreign keys to what the text belongs to or comes from. The followers of those rows are notified of the text.
    source_fields: tuple[str, ...] = ()
    # The foreign key to the author's account. The followers of that member are notified of the text.
    author_field = ""
    # Whether the home page shows the number of pages of this type.
    is_counted_on_home = False

    topic_panel = MultiFieldPanel(
        [
            FieldPanel("territories", widget=CheckboxSelectMultiple),
            FieldPanel("themes", widget=CheckboxSelectMultiple),
            FieldPanel("keywords"),
        ],
        heading=pgettext_lazy("what a text is about", "Subjects"),
    )
    search_fields = [
        *BasePage.search_fields,
        index.RelatedFields("keywords", [index.SearchField("name")]),
        index.RelatedFields("themes", [index.SearchField("name_fr"), index.SearchField("name_de")]),
        index.RelatedFields("territories", [index.SearchField("name_fr"), index.SearchField("name_de")]),
    ]

    class Meta:
        abstract = True

    @property
    def section_url(self) -> str:
        """The URL of its section in the tree of the active language."""
        return self.get_absolute_url().rstrip("/").rpartition("/")[0] + "/"

    @cached_property
    def topic_tags(self) -> list[dict]:
        """The themes, each with the URL of the list filtered by it."""
        section = self.section_url
        return [{"label": theme.name, "url": f"{section}?theme={theme.slug}"} for theme in self.themes.all()]

    @cached_property
    def keyword_tags(self) -> list[dict]:
        section = self.section_url
        return [{"label": word.name, "url": f"{section}?keyword={word.slug}"} for word in self.keywords.all()]

    @property
    def facts(self) -> list[dict]:
        """The facts beside the text: each has a `label`, a `value` and optionally a `url`. Page types add their own."""
        return [
            {"label": territory.get_kind_display(), "value": territory.name, "url": territory.get_absolute_url()}
            for territory in self.territories.all()
        ]


def topical_models() -> list[type[TopicalPage]]:
    """Return all page types with themes and territories, of all apps."""
    return [model for model in apps.get_models() if issubclass(model, TopicalPage)]
