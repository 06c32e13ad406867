"""Copy pages in bulk. Each copy is a new text with other dates, themes and territories.

The site's actions take a tenth of a second per page, so pages are inserted directly. Derived rows (reader versions,
calendar entries) are written by the actions that own them.
"""

import copy
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from random import Random
from uuid import UUID

from django.db import router, transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale, Page

from website.core.actions import rebuild_reader_versions
from website.topics.models import Territory, Theme

Progress = Callable[[Iterable], Iterable]
BATCH = 200
ENGLISH_EVERY = 10
# The days on which events take place, relative to today.
FIRST_DAY, LAST_DAY = -90, 600


class NothingToCopy(Exception):
    """There is no published page of this type."""


def fill_up(model, number: int, prepare: Callable, finish: Callable, progress: Progress) -> int:
    """Copy the published pages of `model` in turn until there are `number` pages; return how many were written.

    `prepare(page, random)` sets the dates of a copy before it is inserted, `finish(page)` writes derived rows after.
    """
    existing = model.objects.count()
    originals = list(model.objects.live().filter(alias_of=None).order_by("pk"))
    if existing < number and not originals:
        raise NothingToCopy
    indices = {index.locale_id: index for index in _indices(originals)}
    random = Random(f"{model._meta.label} {existing}")  # noqa: S311 - repeatable, not secret
    copies = []
    for position in range(existing, number):
        page = _copy(originals[position % len(originals)], position, indices, random)
        prepare(page, random)
        copies.append(page)
    for batch in progress(list(_batches(copies))):
        with transaction.atomic():
            _write(batch, model, indices)
            _write_topics(batch, random)
            rebuild_reader_versions()
            for page in batch:
                finish(page)
    return len(copies)


def _indices(originals) -> Iterator[Page]:
    """Yield the index page of each language. `last_step` is the position of its last child in the tree."""
    for index in originals[0].get_parent().get_translations(inclusive=True) if originals else ():
        last = index.get_last_child()
        index.last_step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        yield index


def _copy(original, position: int, indices: dict, random: Random):
    page = copy.copy(original)
    page._state = copy.copy(original._state)
    page.copied_from = original
    if position % ENGLISH_EVERY == 0:
        page.locale = Locale.objects.get_for_language("en")
    index = indices[page.locale_id]
    index.numchild += 1
    index.last_step += 1
    page.path = Page._get_path(index.path, index.depth + 1, index.last_step)
    page.slug = f"{original.slug[:200]}-{position}"
    page.url_path = f"{index.url_path}{page.slug}/"
    page.title = page.draft_title = f"{original.title[:230]} ({position})"
    page.translation_key = UUID(int=random.getrandbits(128), version=4)
    page.latest_revision = page.live_revision = page.latest_revision_created_at = None
    published_at = timezone.now() - timedelta(days=random.randrange(1000), minutes=random.randrange(1440))
    page.first_published_at = page.last_published_at = published_at
    return page


def _batches(pages: list) -> Iterator[list]:
    for start in range(0, len(pages), BATCH):
        yield pages[start : start + BATCH]


def _write(batch: list, model, indices: dict) -> None:
    """Insert the rows of `Page`, of the model and of its child relations."""
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in names}) for page in batch])
    for page, base in zip(batch, bases, strict=True):
        page.pk = page.id = page.page_ptr_id = base.pk
    # `bulk_create` does the same, but refuses multi-table inheritance.
    model._base_manager._insert(
        batch, fields=model._meta.local_concrete_fields, using=router.db_for_write(model), raw=True
    )
    Page.objects.bulk_update(indices.values(), ["numchild"])
    for relation in get_all_child_relations(model):
        if relation.related_model._meta.app_label != "wagtailcore":
            _write_children(batch, relation)


def _write_children(batch: list, relation) -> None:
    key = relation.field.attname
    children = {}
    for child in relation.related_model.objects.filter(**{f"{key}__in": {page.copied_from.pk for page in batch}}):
        children.setdefault(getattr(child, key), []).append(child)
    rows = []
    for page in batch:
        for child in children.get(page.copied_from.pk, ()):
            row = copy.copy(child)
            row.pk = None
            setattr(row, key, page.pk)
            rows.append(row)
    relation.related_model.objects.bulk_create(rows)


def _write_topics(batch: list, random: Random) -> None:
    """Give each page one to three themes and one or two territories."""
    model = type(batch[0])
    for name, rows, most in (
        ("themes", Theme.objects.values_list("pk", flat=True), 3),
        ("territories", Territory.objects.featured().values_list("pk", flat=True), 2),
    ):
        field, keys = model._meta.get_field(name), list(rows)
        own, other = field.m2m_column_name(), f"{field.m2m_reverse_field_name()}_id"
        links = [
            field.remote_field.through(**{own: page.pk, other: key})
            for page in batch
            for key in random.sample(keys, min(len(keys), random.randint(1, most)))
        ]
        field.remote_field.through.objects.bulk_create(links)
