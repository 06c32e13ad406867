"""What followers are told of texts: that one is new, and that one has changed."""

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
    """Tell those who follow what a new text is about, whom it is from, or a list that it is in.

    `actors` are the accounts that wrote or published it. A translation is news only to those who read its language
    and were not told of the text before.
    """
    older = versions_of([page]).exclude(pk=page.pk).exclude(first_published_at=None)
    versions = list(older.values_list("pk", flat=True))
    recipients = followers_of([*_named_by(page), *lists_with_text(page)], about=page)
    if versions:
        language = page.locale.language_code
        told = set(_told(page, PUBLISHED, versions).values_list("recipient", flat=True))
        recipients = [each for each in recipients if each.person.language == language and each.person.pk not in told]
    _tell(recipients, actors, PUBLISHED, page)


@transaction.atomic
def notify_of_change(page: TopicalPage, actors: set[int]) -> None:
    """Tell those who follow a text that it has changed, at most once a day; translations change after their original."""
    versions = list(versions_of([page]).values_list("pk", "live"))
    if page.pk != next(pk for pk, is_live in versions if is_live):
        return
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    told = _told(page, CHANGED, [pk for pk, _is_live in versions]).filter(created_at__gte=midnight)
    _tell(followers_of([page]), actors | set(told.values_list("recipient", flat=True)), CHANGED, page)


def _tell(recipients: list[Recipient], but: set[int], kind: str, page: TopicalPage) -> None:
    recipients = [each for each in recipients if each.person.pk not in but]
    if recipients:
        notify(recipients, kind, page, at_once=len(recipients) <= MAILED_AT_ONCE, title=page.title)


def _told(page: TopicalPage, kind: str, versions: list[int]):
    return Notification.objects.about(type(page).objects.filter(pk__in=versions)).filter(kind=kind)


def _named_by(page: TopicalPage) -> list:
    """What a text names that can be followed: what lies around its territories, too."""
    themes, territories = list(page.themes.all()), list(page.territories.all())
    things = [*themes, *(Territory.objects.containing(territories) if territories else ())]
    things += [getattr(page, name) for name in page.source_fields if getattr(page, name) is not None]
    if page.author_field:
        author = getattr(page, page._meta.get_field(page.author_field).attname)
        things += Member.objects.filter(user=author).select_related("user")
    return things
