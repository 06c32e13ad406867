"""One row for a text in all its languages, and which version of it readers are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.functional import cached_property
from wagtail.models import Locale, Page, PageManager


@dataclass(frozen=True)
class LiveVersion:
    """What readers saw of a page; without a `revision_id` where it was published without a revision."""

    revision_id: int | None


def versions_of(texts: Iterable):
    """The language versions of these pages or texts, published or not, the oldest first; aliases are copies."""
    return Page.objects.filter(translation_key__in={text.translation_key for text in texts}, alias_of=None).order_by(
        "pk"
    )


def has_older_version() -> Exists:
    """Whether a page, in a query, is a translation of an older one."""
    older = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None, pk__lt=OuterRef("pk"))
    return Exists(older)


def text_key() -> Subquery:
    """The primary key of the text of a page, in a query."""
    return Subquery(Text.objects.filter(translation_key=OuterRef("translation_key")).values("pk"))


class TextQuerySet(models.QuerySet):
    def of_pages(self, pages: Iterable[Page]):
        return self.filter(translation_key__in={page.translation_key for page in pages})

    def of_model(self, model: type[Page]):
        """The texts whose pages are of this type."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def locked(self, translation_key: UUID) -> "Text | None":
        """The text with this key, locked until the transaction ends.

        Whoever changes what readers see of one version waits here for whoever changes another. Rows that point at the
        text can still be added meanwhile.
        """
        return self.select_for_update(no_key=True).filter(translation_key=translation_key).first()


class TextPages(PageManager):
    """`Text.pages`: the other end of a foreign key that Wagtail's pages do not have. `prefetch_related` knows it."""

    model = Page

    def __init__(self, text: "Text"):
        super().__init__()
        self.text = text

    def get_queryset(self):
        cached = getattr(self.text, "_prefetched_objects_cache", {})
        return cached["pages"] if "pages" in cached else versions_of([self.text])

    def get_prefetch_querysets(self, instances, querysets=None):
        found = versions_of(instances) if not querysets else querysets[0] & versions_of(instances)
        key = attrgetter("translation_key")
        return found, key, key, False, "pages", False


class Text(models.Model):
    """A text in all its languages: one row for all pages that share a `translation_key`.

    Whatever belongs to the text, and not to one of its language versions, points at this row: what people follow,
    discuss, cite, agree to or register for. It therefore survives each version as long as one is left.

    - The row is created when the first page with its key is saved. Copies, translations, aliases and imports are saved
      like all others; after pages were written in bulk, `core.actions.add_missing_texts` adds the rows.
    - It stays while any page has the key, published or not, original or translation.
    - It is deleted with the last such page. A foreign key to it says in `on_delete` what becomes of its own row; who
      points at it with a generic foreign key connects to `post_delete` of this model. Steps of the publication
      pipeline (`core.publication`) run before, and find everything in place.

    `content_type` is the type of its pages.
    """

    translation_key = models.UUIDField(unique=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")

    objects = TextQuerySet.as_manager()
    # No editor looks for where a text is used: its pages are.
    wagtail_reference_index_ignore = True

    def __str__(self):
        return str(self.original or self.translation_key)

    @property
    def pages(self) -> TextPages:
        """Its language versions, published or not, the oldest first, without aliases. Can be prefetched."""
        return TextPages(self)

    @cached_property
    def original(self) -> Page | None:
        """The version that was written first, of those that still exist; published or not."""
        return next(iter(self.pages.all()), None)

    def version_for(self, locale: Locale) -> Page | None:
        """The version that readers of this locale are shown; None where no version is published."""
        return Page.objects.filter(live=True, reader_versions__text=self, reader_versions__locale=locale).first()


class ReaderVersion(models.Model):
    """Which version of a text the readers of a locale are shown.

    Written by `core.actions.refresh_reader_versions` only; read through `for_reader` and `Text.version_for`.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reader_versions")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="reader_versions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "locale"], name="one_version_per_text_and_locale")]

    def __str__(self):
        return f"text {self.text_id} in locale {self.locale_id}: page {self.page_id}"
