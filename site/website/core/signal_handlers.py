"""Publishing, unpublishing, moving and deleting a page changes which version of its text each reader is shown."""

import unicodedata

from django.core.signals import request_finished, request_started
from django.db import connections, transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate
from django.dispatch import receiver
from wagtail.models import Locale, Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from website.core import actions
from website.core.database import versions
from website.core.querysets import ALPHABET

request_started.connect(versions.begin_request, dispatch_uid="core_request_started")
request_finished.connect(versions.end_request, dispatch_uid="core_request_finished")


@receiver(pre_migrate, dispatch_uid="core_migrating")
def migrating(using, **kwargs):
    connections[using].content.begin_migrating()


@receiver(post_migrate, dispatch_uid="core_migrated")
def migrated(using, **kwargs):
    connections[using].content.end_migrating()


@receiver(
    [page_published, page_unpublished, page_slug_changed, post_page_move],
    dispatch_uid="core_page_visibility_or_address",
)
def page_changed(sender, instance, **kwargs):
    with transaction.atomic():
        actions.lock_text(instance.translation_key)
        actions.refresh_reader_versions(instance.translation_key)


@receiver(post_save, dispatch_uid="core_alias_converted")
def alias_converted(sender, instance, update_fields, **kwargs):
    """An alias that becomes a page of its own stays live, and no signal of Wagtail's says that it is one now."""
    if update_fields and "alias_of_id" in update_fields and isinstance(instance, Page) and instance.live:
        page_changed(instance.specific_class, instance)


@receiver(post_delete, dispatch_uid="core_page_deleted")
def page_deleted(sender, instance, **kwargs):
    if sender is Page:
        actions.refresh_reader_versions(instance.translation_key)


@receiver(post_save, sender=Locale, dispatch_uid="core_locale_added")
def locale_added(sender, created, raw=False, **kwargs):
    """Readers of a new language are shown every text at once, in its original."""
    if created and not raw:
        actions.rebuild_reader_versions()


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
