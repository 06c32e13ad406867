"""How soon somebody wants to be told, and what they want no more."""

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
def unsubscribe(way_out: UnsubscribeLink) -> bool:
    """No more mails of that kind leave, those that wait already included. False where the account is gone.

    What nobody mutes, because it is followed no longer or was never one thing, is all that the person follows.
    """
    person = User.objects.filter(pk=way_out.person).first()
    if person is None:
        return False
    if way_out.what == DIGESTS:
        _stop_digests(person)
    elif not way_out.thing or not _mute(person, *way_out.thing):
        _prefer(person, followed=Pace.NEVER)
        _forget_own_paces(person)
    return True


def _mute(person: User, type_pk: int, pk: int) -> bool:
    Notification.objects.for_user(person).reason_object(type_pk, pk).unsent().withhold()
    kind = ContentType.objects.filter(pk=type_pk).first()
    thing = kind and kind.model_class() and kind.model_class()._base_manager.filter(pk=pk).first()
    # Each is asked: a thing may be followed in more than one way.
    answers = [unsubscriber.mute(person, thing) for unsubscriber in notices.unsubscribers()] if thing else []
    return any(answers)


def _stop_digests(person: User) -> None:
    """What is addressed to them stays on the site too where it came in digests; mails at once go on."""
    chosen = Preference.objects.filter(user=person).first() or Preference()
    names = [name for name in ("direct", "followed") if getattr(chosen, name) in IN_DIGESTS]
    _prefer(person, **dict.fromkeys(names, Pace.NEVER))
    _forget_own_paces(person)


def _forget_own_paces(person: User) -> None:
    """What they chose for single things that come in digests is as in general from now on."""
    for unsubscriber in notices.unsubscribers():
        unsubscriber.calm(person)
    waiting = Notification.objects.for_user(person).filter(Q(digest=None) | Q(digest__sent_at=None), sent_at=None)
    waiting.filter(pace__in=IN_DIGESTS).update(pace="")


def _prefer(person: User, **paces) -> None:
    if paces:
        Preference.objects.update_or_create(user=person, defaults=paces)
