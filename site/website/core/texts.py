"""A row for each text in all its languages, and which version of it readers are shown."""

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
    """The published state of a page. `revision_id` is None if it was published without a revision."""

    revision_id: int | None


def versions_of(texts: Iterable):
    """Return the language versions of these pages or texts, published or not, oldest first and without aliases."""
    return Page.objects.filter(translation_key__in={text.translation_key for text in texts}, alias_of=None).order_by(
        "pk"
    )


def has_older_version() -> Exists:
    """Return an expression on pages: whether an older language version exists."""
    older = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None, pk__lt=OuterRef("pk"))
    return Exists(older)


def text_key() -> Subquery:
    """Return an expression on pages: the primary key of their text."""
    return Subquery(Text.objects.filter(translation_key=OuterRef("translation_key")).values("pk"))


class TextQuerySet(models.QuerySet):
    def of_pages(self, pages: Iterable[Page]):
        return self.filter(translation_key__in={page.translation_key for page in pages})

    def of_model(self, model: type[Page]):
        """Return the texts whose pages are of this type."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def locked(self, translation_key: UUID) -> "Text | None":
        """Return the text with this key, locked until the end of the transaction.

        This serialises changes of what readers see of its versions. Rows that refer to the text can still be added.
        """
        return self.select_for_update(no_key=True).filter(translation_key=translation_key).first()


class TextPages(PageManager):
    """The manager of `Text.pages`, like that of a reverse foreign key. It supports `prefetch_related`."""

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

    Rows that belong to the text as a whole, such as follows, discussions, references and consent, refer to this row
    instead of a language version. They therefore outlive each version as long as one is left.

    - The row is created when the first page with its key is saved, whether it is a copy, translation, alias or import.
      After pages are written in bulk, call `core.actions.add_missing_texts`.
    - It exists as long as any page has the key, published or not, original or translation.
    - It is deleted with the last such page, after the steps of the publication pipeline (`core.publication`). `on_delete`
      of a foreign key to it decides about the referring row. A model with a generic foreign key to it connects to its
      `post_delete` signal.

    `content_type` is the type of its pages.
    """

    translation_key = models.UUIDField(unique=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")

    objects = TextQuerySet.as_manager()
    # Editors look up where pages are used, not texts.
    wagtail_reference_index_ignore = True

    def __str__(self):
        return str(self.original or self.translation_key)

    @property
    def pages(self) -> TextPages:
        """The language versions, published or not, oldest first and without aliases. Can be prefetched."""
        return TextPages(self)

    @cached_property
    def original(self) -> Page | None:
        """The oldest version that still exists, published or not."""
        return next(iter(self.pages.all()), None)

    def version_for(self, locale: Locale) -> Page | None:
        """Return the version that readers of this locale are shown. None if no version is published."""
        return Page.objects.filter(live=True, reader_versions__text=self, reader_versions__locale=locale).first()


class ReaderVersion(models.Model):
    """The version of a text that the readers of a locale are shown.

    `core.actions` writes these rows; `for_reader` and `Text.version_for` read them.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reader_versions")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="reader_versions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "locale"], name="one_version_per_text_and_locale")]

    def __str__(self):
        return f"text {self.text_id} in locale {self.locale_id}: page {self.page_id}"
