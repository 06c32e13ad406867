from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from website.core import listings, sections
from website.core.images import CreditedDocument, CreditedImage, Rendition
from website.core.querysets import BasePageManager, ContentStampQuerySet


__all__ = ["BasePage", "ContentStamp", "CreditedDocument", "CreditedImage", "ListingPage", "ReaderVersion", "Rendition"]


class BasePage(Page):
    """What every page of the site has."""

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=600,
        help_text=_("Two or three sentences: shown in lists, feeds and search results."),
    )

    objects = BasePageManager()

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]
    show_in_menus_default = False

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        url = self.get_absolute_url()
        steps = [section for section in sections.all_sections() if section.language == get_language() and url.startswith(section.url) and section.url != url]
        versions = [(page.locale.language_code, page) for page in self.live_versions]
        versions = [(code, sections.reader_url(page, code)) for code, page in versions]
        own = self.locale.language_code
        return {
            **super().get_context(request, *args, **kwargs),
            "trail": [{"title": step.title, "url": step.url} for step in steps],
            "canonical": request.build_absolute_uri(sections.reader_url(self, own)),
            "versions": [{"code": code, "url": request.build_absolute_uri(path)} for code, path in versions],
        }

    @cached_property
    def live_versions(self) -> list[Page]:
        """This text in every language it is published in, itself included."""
        return list(Page.objects.translation_of(self, inclusive=True).live().select_related("locale"))

    def get_absolute_url(self) -> str:
        """Where the reader of the active language finds it: in their own tree, whatever it is written in."""
        return sections.reader_url(self, get_language())

    @property
    def feed_published(self):
        """When readers could first see it."""
        return self.first_published_at

    @property
    def feed_summary(self) -> str:
        """What feeds and cards say of it: the summary, or the search description."""
        return self.summary or self.search_description

    @property
    def feed_id(self) -> str:
        """Names the text for ever, wherever it moves and whichever version is shown."""
        return f"urn:uuid:{self.translation_key}"

    @property
    def foreign_language(self) -> str:
        """The code of the text's language where it is not that of the interface it is shown in, else nothing."""
        code = self.locale.language_code
        return "" if code == get_language() else code


class ListingPage(BasePage):
    """An index page: shows one declared listing, and any text of its kind in the reader's interface."""

    listing_name: str
    listing_template = "core/listing_page.html"
    max_count_per_parent = 1

    class Meta:
        abstract = True

    def get_template(self, request, *args, **kwargs):
        return self.listing_template

    def serve(self, request, *args, **kwargs):
        bound = listings.get(self.listing_name).bind(request)
        context = {**self.get_context(request), "bound": bound}
        return TemplateResponse(request, self.get_template(request), context, status=200 if bound.is_valid else 400)

    def route(self, request, path_components):
        """Serve a text that has no version in this tree at this tree's address, in its own language."""
        try:
            return super().route(request, path_components)
        except Http404:
            if len(path_components) != 1:
                raise
        version = (
            Page.objects.filter(
                reader_versions__locale=self.locale,
                slug=path_components[0],
                live=True,
                path__startswith=self.path[: Page.steplen],
            )
            .exclude(locale=self.locale)
            .specific()
            .first()
        )
        if version is None or version.get_parent().translation_key != self.translation_key:
            raise Http404
        return RouteResult(version)


class ReaderVersion(models.Model):
    """Which version of a text the readers of a locale are shown.

    Rewritten by `core.actions.refresh_reader_versions` only; asked through `for_reader` only.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reader_versions")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    translation_key = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="one_version_per_text_and_locale"),
        ]

    def __str__(self):
        return f"{self.translation_key} in {self.locale_id}: page {self.page_id}"


class ContentStamp(models.Model):
    """A counter per kind of content, raised in the transaction that changes what readers see of it."""

    kind = models.CharField(max_length=100, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ContentStampQuerySet.as_manager()

    def __str__(self):
        return f"{self.kind} {self.number}"
