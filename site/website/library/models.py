from django.db import models
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from website.core.blocks import BodyField
from website.core.models import ListingPage
from website.library.enums import ToolAudience
from website.library.querysets import AlbumPageManager
from website.topics.enums import Licence, Stage
from website.topics.models import TopicalPage


class ToolIndexPage(ListingPage):
    listing_name = "tools"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["library.ToolPage"]

    class Meta:
        verbose_name = _("toolbox")


class ToolPage(TopicalPage):
    """A method, template or guide to download."""

    audience = models.CharField(_("audience"), max_length=20, choices=ToolAudience, default=ToolAudience.FACILITATORS)
    stage = models.CharField(_("stage of an approach"), max_length=20, choices=Stage, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.CC_BY)
    version = models.CharField(_("version"), max_length=20, blank=True)
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        *TopicalPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("audience", "stage", "licence", "version")], heading=_("The tool")
        ),
        InlinePanel("files", heading=_("Files"), label=_("file")),
        FieldPanel("body"),
        TopicalPage.topic_panel,
    ]
    search_fields = [*TopicalPage.search_fields, index.SearchField("body")]
    parent_page_types = ["library.ToolIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    @cached_property
    def downloads(self) -> list[dict]:
        """Return the files for `components/downloads.html`."""
        return [
            {
                "title": str(file),
                "url": file.document.url,
                "kind": file.document.file_extension.upper(),
                "size": file.document.get_file_size(),
                "credit": file.document.credit,
            }
            for file in self.files.select_related("document")
        ]

    @property
    def facts(self) -> list[dict]:
        return [
            {"label": _("Audience"), "value": self.get_audience_display()},
            *([{"label": _("Stage of an approach"), "value": self.get_stage_display()}] if self.stage else []),
            {"label": _("Licence"), "value": self.get_licence_display()},
            *([{"label": _("Version"), "value": self.version}] if self.version else []),
            *super().facts,
        ]


class ToolFile(Orderable):
    page = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey("core.CreditedDocument", models.CASCADE, related_name="+", verbose_name=_("document"))
    label = models.CharField(_("description of the file"), max_length=120, blank=True)

    panels = [FieldPanel("document"), FieldPanel("label")]

    def __str__(self):
        return self.label or self.document.title


class AlbumIndexPage(ListingPage):
    listing_name = "albums"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["library.AlbumPage"]

    class Meta:
        verbose_name = _("media library")


class AlbumPage(TopicalPage):
    """Photos and videos of a gathering or a site visit."""

    date = models.DateField(_("date"))

    objects = AlbumPageManager()

    content_panels = [
        *TopicalPage.content_panels,
        FieldPanel("date"),
        InlinePanel("photos", heading=_("Photos"), label=_("photo")),
        InlinePanel("videos", heading=_("Videos"), label=_("video")),
        TopicalPage.topic_panel,
    ]
    parent_page_types = ["library.AlbumIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("media album")
        verbose_name_plural = _("media albums")

    @property
    def cover(self):
        """Return the first photo of the album, or None."""
        first = next(iter(self.photos.all()), None)
        return first and first.image

    @property
    def facts(self) -> list[dict]:
        return [{"label": _("Date"), "value": date_format(self.date)}, *super().facts]


class AlbumPhoto(Orderable):
    page = ParentalKey(AlbumPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("core.CreditedImage", models.CASCADE, related_name="+", verbose_name=_("photo"))
    caption = models.CharField(_("caption"), max_length=300, blank=True)

    panels = [FieldPanel("image"), FieldPanel("caption")]

    def __str__(self):
        return self.caption or self.image.title


class AlbumVideo(Orderable):
    """A link to a video. It is not embedded, so that no third party tracks visitors."""

    page = ParentalKey(AlbumPage, on_delete=models.CASCADE, related_name="videos")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    transcript = models.TextField(
        _("transcript"), help_text=_("Describe what is said and shown, for people who cannot play the video.")
    )

    panels = [FieldPanel("title"), FieldPanel("url"), FieldPanel("transcript")]

    def __str__(self):
        return self.title
