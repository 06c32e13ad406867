"""Unsubscribe from mails."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from website.accounts.models import User
from website.notifications import notices
from website.notifications.enums import Pace
from website.notifications.models import Notification, Preference
from website.notifications.unsubscribe_links import DIGESTS, UnsubscribeLink

IN_DIGESTS = (Pace.DAILY, Pace.WEEKLY)


@transaction.atomic
def unsubscribe(link: UnsubscribeLink) -> bool:
    """Stop the mails that the link stands for, pending ones included; return False if the account is gone.

    A link that names nothing, or something that is no longer followed, stops mails about all that the person follows.
    """
    person = User.objects.filter(pk=link.person).first()
    if person is None:
        return False
    if link.what == DIGESTS:
        _stop_digests(person)
    elif not link.target or not _mute(person, *link.target):
        _set_preferences(person, followed=Pace.NEVER)
        _reset_own_paces(person)
    return True


def _mute(person: User, type_pk: int, pk: int) -> bool:
    Notification.objects.for_user(person).because_of(type_pk, pk).unsent().withhold()
    kind = ContentType.objects.filter(pk=type_pk).first()
    target = kind and kind.model_class() and kind.model_class()._base_manager.filter(pk=pk).first()
    # No short-circuit: the target may be followed in more than one way.
    results = [unsubscriber.mute(person, target) for unsubscriber in notices.unsubscribers()] if target else []
    return any(results)


def _stop_digests(person: User) -> None:
    """Set the preferences that are daily or weekly to never; mails that are sent at once continue."""
    preference = Preference.objects.filter(user=person).first() or Preference()
    names = [name for name in ("direct", "followed") if getattr(preference, name) in IN_DIGESTS]
    _set_preferences(person, **dict.fromkeys(names, Pace.NEVER))
    _reset_own_paces(person)


def _reset_own_paces(person: User) -> None:
    """Replace the digest frequencies chosen for single follows by the general preference."""
    for unsubscriber in notices.unsubscribers():
        unsubscriber.calm(person)
    pending = Notification.objects.for_user(person).filter(Q(digest=None) | Q(digest__sent_at=None), sent_at=None)
    pending.filter(pace__in=IN_DIGESTS).update(pace="")


def _set_preferences(person: User, **paces) -> None:
    if paces:
        Preference.objects.update_or_create(user=person, defaults=paces)
