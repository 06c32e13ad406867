"""How people begin to follow, say how soon they hear of it, and stop."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.follows import subjects
from community.follows.models import Follow
from community.follows.permissions import can_change_follow, can_follow
from website.notifications.enums import Pace

# Each is asked about at each publication; nobody reads more.
MOST_FOLLOWS = 500


class TooManyFollows(Exception):
    """This person follows `MOST_FOLLOWS` things already."""


@transaction.atomic
def follow(user, thing, pace: Pace | str = "") -> Follow:
    """Begin to follow a thing; once is enough, and whoever had muted it hears of it again."""
    if not can_follow(user, thing):
        raise PermissionDenied
    named = _named(thing)
    row = Follow.objects.of(user).filter(**named).first()
    if row is None:
        if Follow.objects.of(user).count() >= MOST_FOLLOWS:
            raise TooManyFollows
        row, _is_new = Follow.objects.get_or_create(user=user, **named, defaults={"pace": pace})
    return choose_pace(user, row, row.pace) if row.is_muted else row


def follow_automatically(user, thing) -> None:
    """Whoever takes part in a thing follows it, unless they muted it or follow too much already."""
    named = _named(thing)
    if can_follow(user, thing) and Follow.objects.of(user).count() < MOST_FOLLOWS:
        Follow.objects.get_or_create(user=user, **named)


def transfer_follows(thing, to) -> None:
    """Whoever followed a thing that is part of another now follows that one."""
    follows, named = Follow.objects.of_any([thing]), _named(to)
    follows.filter(user__in=Follow.objects.of_any([to]).values("user")).delete()
    follows.update(**named)


def choose_pace(user, row: Follow, pace: Pace | str) -> Follow:
    """How soon they hear of it; empty: as they chose in general. Whoever chooses wants to hear of it."""
    if not can_change_follow(user, row):
        raise PermissionDenied
    row.pace, row.is_muted = pace, False
    # Of a follow that was ended meanwhile, nothing is written.
    Follow.objects.filter(pk=row.pk).update(pace=pace, is_muted=False)
    return row


def mute(user, row: Follow) -> None:
    """They want no more mails of this, and may change their mind."""
    if not can_change_follow(user, row):
        raise PermissionDenied
    row.is_muted = True
    Follow.objects.filter(pk=row.pk).update(is_muted=True)


def mute_source(user, thing) -> bool:
    """The same where mails name what they were because of; whether that was a follow of theirs."""
    is_theirs = isinstance(thing, Follow) and can_change_follow(user, thing)
    if is_theirs:
        mute(user, thing)
    return is_theirs


def reset_paces(user) -> None:
    """What comes to them in digests comes as they chose in general, from now on."""
    Follow.objects.of(user).filter(pace__in=(Pace.DAILY, Pace.WEEKLY)).update(pace="")


def unfollow(user, thing) -> None:
    """Stop to follow a thing, whether they still may see it or not."""
    Follow.objects.of(user).of_any([thing]).delete()


def delete_follow(user, row: Follow) -> None:
    if not can_change_follow(user, row):
        raise PermissionDenied
    row.delete()


def _named(thing) -> dict:
    [key] = subjects.follow_keys([thing])
    return dict(zip(("target_type_id", "target_id", "listing", "query"), key, strict=True))
