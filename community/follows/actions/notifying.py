"""Notify followers of new and changed pages."""

from django.db import transaction
from django.utils import timezone

from community.follows.matching import lists_with_text
from community.follows.recipients import followers_of
from community.members.models import Member
from website.core.texts import versions_of
from website.notifications.actions import MAILED_AT_ONCE, notify
from website.notifications.models import Notification, Recipient
from website.topics.models import Territory, TopicalPage

PUBLISHED, CHANGED = "page-published", "page-changed"


@transaction.atomic
def notify_of_publication(page: TopicalPage, actors: set[int]) -> None:
    """Notify the followers of a new page's topics and authors and of the lists that contain it.

    `actors` are the keys of the users who wrote or published it; they are not notified. A translation notifies only
    readers of its language who were not notified of another language version.
    """
    older = versions_of([page]).exclude(pk=page.pk).exclude(first_published_at=None)
    versions = list(older.values_list("pk", flat=True))
    recipients = followers_of([*_related_things(page), *lists_with_text(page)], about=page)
    excluded = set(actors)
    if versions:
        language = page.locale.language_code
        excluded |= set(_notifications(page, PUBLISHED, versions).values_list("recipient", flat=True))
        recipients = [each for each in recipients if each.person.language == language]
    _notify_recipients(recipients, excluded, PUBLISHED, page)


@transaction.atomic
def notify_of_change(page: TopicalPage, actors: set[int]) -> None:
    """Notify the followers of a page that it has changed, at most once a day for all its language versions.

    Only the first live version counts, because translations are updated after their original.
    """
    versions = list(versions_of([page]).values_list("pk", "live"))
    if page.pk != next(pk for pk, is_live in versions if is_live):
        return
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = _notifications(page, CHANGED, [pk for pk, _is_live in versions]).filter(created_at__gte=midnight)
    excluded = actors | set(today.values_list("recipient", flat=True))
    _notify_recipients(followers_of([page]), excluded, CHANGED, page)


def _notify_recipients(recipients: list[Recipient], excluded: set[int], kind: str, page: TopicalPage) -> None:
    recipients = [each for each in recipients if each.person.pk not in excluded]
    if recipients:
        notify(recipients, kind, page, at_once=len(recipients) <= MAILED_AT_ONCE, title=page.title)


def _notifications(page: TopicalPage, kind: str, versions: list[int]):
    return Notification.objects.about(type(page).objects.filter(pk__in=versions)).filter(kind=kind)


def _related_things(page: TopicalPage) -> list:
    """Return what a page refers to that can be followed, including the territories that contain its own."""
    themes, territories = list(page.themes.all()), list(page.territories.all())
    things = [*themes, *(Territory.objects.containing(territories) if territories else ())]
    things += [getattr(page, name) for name in page.source_fields if getattr(page, name) is not None]
    if page.author_field:
        author = getattr(page, page._meta.get_field(page.author_field).attname)
        things += Member.objects.filter(user=author).select_related("user")
    return things
