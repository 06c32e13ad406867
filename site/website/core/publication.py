"""The publication pipeline: the steps that run when readers are shown something else than before.

Wagtail reports a change of a page through several signals. `core.signal_handlers` turns each of them into one
`Publication`, and `run` passes it to every function in `settings.PUBLICATION_STEPS`, in that order and in one
transaction. To add a step, an app defines `def step(publication: Publication) -> None` in its `publication.py` and adds
its dotted path to the setting. Apps do not connect to Wagtail's page signals themselves.

A step may publish other pages; their steps run nested within it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from website.core.actions import add_text, refresh_reader_versions
from website.core.texts import LiveVersion, Text, versions_of

# The fields of `Page` that readers can see; the others are bookkeeping.
PAGE_FIELDS = {"title", "slug", "seo_title", "search_description", "show_in_menus", "owner", "locale"}


class Change(StrEnum):
    """What happened to the page."""

    PUBLISHED = "published"
    # It will be published later; readers see no change yet.
    SCHEDULED = "scheduled"
    UNPUBLISHED = "unpublished"
    # Its URL and those of its descendants have changed.
    MOVED = "moved"
    # It was an alias and is now a page of its own. It remains published.
    DETACHED = "detached"
    DELETED = "deleted"


@dataclass(frozen=True)
class Publication:
    """One change of what readers see.

    - `page`: the specific page after the change; if it was deleted, its last field values without relations.
    - `text`: the locked `Text` of the page.
    - `user`: who made the change; None for `publish_scheduled` and other commands.
    - `revision`: the revision that was published.
    - `previous`: what readers saw before a publication; None if the page was not published.
    """

    page: Page
    text: Text
    change: Change
    user: object = None
    revision: Revision | None = None
    previous: LiveVersion | None = None

    @property
    def is_alias(self) -> bool:
        """Whether the page is an alias. Its original has a publication of its own."""
        return self.page.alias_of_id is not None

    @property
    def is_first(self) -> bool:
        """Whether this version is published for the first time. Always false for one imported with an earlier date."""
        page = self.page
        return self.change == Change.PUBLISHED and page.first_published_at == page.last_published_at

    @property
    def is_translation(self) -> bool:
        """Whether another version of the text has ever been published."""
        others = versions_of([self.text]).exclude(pk=self.page.pk)
        return others.exclude(first_published_at=None).exists()

    @property
    def is_last(self) -> bool:
        """Whether no page of the text is left. The text is then deleted after the steps."""
        return not Page.objects.filter(translation_key=self.text.translation_key).exists()

    @property
    def actors(self) -> set[int]:
        """The primary keys of the users who published it and who wrote the revision."""
        return {getattr(self.user, "pk", None), getattr(self.revision, "user_id", None)} - {None}

    @cached_property
    def changed_fields(self) -> frozenset[str]:
        """The names of the fields and relations whose published values have changed.

        All of them if the page was not published before, or without a revision. Empty unless this is a publication.
        """
        if self.change != Change.PUBLISHED or self.revision is None:
            return frozenset()
        before = self.previous.revision_id if self.previous else None
        rows = Revision.objects.filter(pk__in={self.revision.pk, before} - {None})
        contents = dict(rows.values_list("pk", "content"))
        model = type(self.page)
        new, old = (_visible_values(model, contents.get(key, {})) for key in (self.revision.pk, before))
        return frozenset(name for name, value in new.items() if name not in old or old[name] != value)


def run(page: Page, change: Change, revision: Revision | None = None) -> None:
    """Call the steps for a page. Delete the text when its last page is deleted."""
    with transaction.atomic():
        text = _locked_text(page)
        # Fills the cached property for the steps.
        page.text = text
        publication = Publication(
            page=page,
            text=text,
            change=change,
            user=get_active_log_context().user,
            revision=revision,
            previous=getattr(page, "previous_live_version", None) if change == Change.PUBLISHED else None,
        )
        for step in steps():
            step(publication)
        if change == Change.DELETED and publication.is_last:
            Text.objects.filter(pk=text.pk).delete()


def steps() -> tuple:
    return _loaded(tuple(settings.PUBLICATION_STEPS))


def refresh_readers(publication: Publication) -> None:
    """Update the reader versions. This is the first step, so that the others read the state after the change."""
    refresh_reader_versions(publication.text)


@cache
def _loaded(paths: tuple[str, ...]) -> tuple:
    return tuple(import_string(path) for path in paths)


def _locked_text(page: Page) -> Text:
    text = Text.objects.locked(page.translation_key)
    if text is None:
        add_text(page)
        text = Text.objects.locked(page.translation_key)
    return text


def _visible_values(model: type[Page], content: dict) -> dict:
    """Return the visible values of a revision, in a form that can be compared with those of another."""
    bookkeeping = {field.name for field in Page._meta.concrete_fields} - PAGE_FIELDS
    bookkeeping |= {"pk", "page_ptr", COMMENTS_RELATION_NAME}
    rows = {relation.get_accessor_name(): relation.field.name for relation in get_all_child_relations(model)}
    many = {field.name for field in model._meta.many_to_many}
    values = {}
    for name, value in content.items():
        if name in rows:
            # Leave out the primary key, which a row gets when it is first published.
            value = [{key: row[key] for key in row if key not in ("pk", rows[name])} for row in value]
        elif name in many:
            value = sorted(value)
        if name not in bookkeeping:
            values[name] = value
    return values
