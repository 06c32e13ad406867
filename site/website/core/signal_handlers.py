"""Publishing, unpublishing, moving and deleting change what readers see; this says so."""

import unicodedata

from django.core.signals import request_finished, request_started
from django.db import transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from website.core import actions, sections
from website.core.images import CreditedDocument, CreditedImage
from website.core.querysets import ALPHABET

request_started.connect(sections.begin_request, dispatch_uid="core_request_started")
request_finished.connect(sections.end_request, dispatch_uid="core_request_finished")


@receiver(
    [page_published, page_unpublished, page_slug_changed, post_page_move],
    dispatch_uid="core_page_visibility_or_address",
)
def page_changed(sender, instance, **kwargs):
    with transaction.atomic():
        # The stamp's row is the lock: whoever publishes another version of this text waits here for our commit.
        actions.raise_stamp(sender._meta.label)
        actions.refresh_reader_versions(instance.translation_key)
    _note_section(instance)


@receiver(post_save, dispatch_uid="core_alias_converted")
def alias_converted(sender, instance, update_fields, **kwargs):
    """An alias that becomes a page of its own stays live, and no signal of Wagtail's says that it is one now."""
    if update_fields and "alias_of_id" in update_fields and isinstance(instance, Page) and instance.live:
        page_changed(instance.specific_class, instance)


@receiver(post_delete, dispatch_uid="core_page_deleted")
def page_deleted(sender, instance, **kwargs):
    if sender is Page:
        actions.refresh_reader_versions(instance.translation_key)
        _note_section(instance)
    elif isinstance(instance, Page):
        actions.raise_stamp(sender._meta.label)


@receiver(post_save, sender=Locale, dispatch_uid="core_locale_added")
def locale_added(sender, created, raw=False, **kwargs):
    """Readers of a new language are shown every text at once, in its original."""
    if created and not raw:
        actions.rebuild_reader_versions()


@receiver(post_save, sender=CreditedImage, dispatch_uid="core_image_changed")
@receiver(post_save, sender=CreditedDocument, dispatch_uid="core_document_changed")
def file_changed(sender, created, **kwargs):
    """Pages and cards show the library's files with their titles and credits. A new file is nowhere yet."""
    if not created:
        actions.raise_stamp(sender._meta.label)


@receiver(post_delete, sender=CreditedImage, dispatch_uid="core_image_deleted")
@receiver(post_delete, sender=CreditedDocument, dispatch_uid="core_document_deleted")
def file_deleted(sender, **kwargs):
    actions.raise_stamp(sender._meta.label)


def _note_section(page: Page) -> None:
    """Every address of a list lies under its section."""
    if page.depth <= sections.SECTION_DEPTH:
        actions.raise_stamp(sections.STAMP)
        sections.clear_sections()
        transaction.on_commit(sections.clear_sections)


@receiver(connection_created, dispatch_uid="core_sqlite_alphabet")
def register_sqlite_collation(connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.create_collation(ALPHABET, _compared)


def _compared(one: str, other: str) -> int:
    first, second = _sort_key(one), _sort_key(other)
    return (first > second) - (first < second)


def _sort_key(text: str) -> tuple[str, str]:
    """Accents and capitals count only between names that are otherwise the same."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letters).casefold(), text
