"""Start the publication pipeline on Wagtail's page signals, and update reader versions for a new locale."""

import unicodedata

from django.core.signals import request_finished, request_started
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_migrate
from django.dispatch import receiver
from wagtail.models import Locale, Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from website.core import actions, publication
from website.core.database import versions
from website.core.publication import Change
from website.core.querysets import ALPHABET
from website.core.texts import Text

request_started.connect(versions.begin_request, dispatch_uid="core_request_started")
request_finished.connect(versions.end_request, dispatch_uid="core_request_finished")


@receiver(pre_migrate, dispatch_uid="core_migrating")
def migrating(using, **kwargs):
    connections[using].content.begin_migrating()


@receiver(post_migrate, dispatch_uid="core_migrated")
def migrated(using, **kwargs):
    connections[using].content.end_migrating()


@receiver(post_save, dispatch_uid="core_page_created")
def page_created(sender, instance, created, raw=False, **kwargs):
    """Create the text of a new page. Fixtures contain their own."""
    if created and not raw and isinstance(instance, Page):
        actions.add_text(instance)


@receiver(page_published, dispatch_uid="core_publication_published")
def published(sender, instance, revision=None, **kwargs):
    """Wagtail also sends this signal when a publication is scheduled."""
    publication.run(instance, Change.PUBLISHED if instance.live else Change.SCHEDULED, revision)


@receiver(page_unpublished, dispatch_uid="core_publication_unpublished")
def unpublished(sender, instance, **kwargs):
    """Ignore the signal for a page that is about to be deleted: its row is still live then."""
    if not Page.objects.filter(pk=instance.pk, live=True).exists():
        publication.run(instance, Change.UNPUBLISHED)


@receiver([page_slug_changed, post_page_move], dispatch_uid="core_publication_moved")
def moved(sender, instance, **kwargs):
    publication.run(instance, Change.MOVED)


@receiver(post_save, dispatch_uid="core_publication_detached")
def detached(sender, instance, update_fields, **kwargs):
    """Detect an alias that became a page of its own. Wagtail sends no signal for it."""
    if update_fields and "alias_of_id" in update_fields and isinstance(instance, Page) and instance.live:
        publication.run(instance.specific, Change.DETACHED)


@receiver(pre_delete, sender=Page, dispatch_uid="core_publication_will_delete")
def will_be_deleted(sender, instance, **kwargs):
    """Lock the text before the page's row, as a publication does, and load the specific page for the steps."""
    Text.objects.locked(instance.translation_key)
    _ = instance.specific


@receiver(post_delete, sender=Page, dispatch_uid="core_publication_deleted")
def deleted(sender, instance, **kwargs):
    """The signal is sent for each page of a branch, when its rows in all tables have been deleted."""
    publication.run(instance.specific, Change.DELETED)


@receiver(post_save, sender=Locale, dispatch_uid="core_locale_added")
def locale_added(sender, created, raw=False, **kwargs):
    """Show all texts in their originals to readers of a new language."""
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
    """Return a key in which accents and case matter only between names that are otherwise equal."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letters).casefold(), text
