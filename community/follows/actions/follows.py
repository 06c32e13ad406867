"""Create, change, mute and delete follows."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.follows import subjects
from community.follows.models import Follow
from community.follows.permissions import can_change_follow, can_follow
from website.notifications.enums import Pace

# Every publication is compared with all follows, so their number per person is limited.
MAX_FOLLOWS = 500


class TooManyFollows(Exception):
    """The user already has `MAX_FOLLOWS` follows."""


@transaction.atomic
def follow(user, thing, pace: Pace | str = "") -> Follow:
    """Return the user's follow of a thing, creating it if needed. A muted follow is unmuted.

    Raise `PermissionDenied` or `TooManyFollows`.
    """
    if not can_follow(user, thing):
        raise PermissionDenied
    key_fields = _key_fields(thing)
    row = Follow.objects.of(user).filter(**key_fields).first()
    if row is None:
        if Follow.objects.of(user).count() >= MAX_FOLLOWS:
            raise TooManyFollows
        row, _is_new = Follow.objects.get_or_create(user=user, **key_fields, defaults={"pace": pace})
    return choose_pace(user, row, row.pace) if row.is_muted else row


def follow_automatically(user, thing) -> None:
    """Follow a thing that the user takes part in.

    A muted follow stays muted. Nothing happens if the user may not follow the thing or has `MAX_FOLLOWS` follows.
    """
    key_fields = _key_fields(thing)
    if can_follow(user, thing) and Follow.objects.of(user).count() < MAX_FOLLOWS:
        Follow.objects.get_or_create(user=user, **key_fields)


def transfer_follows(thing, to) -> None:
    """Make the followers of `thing` follow `to` instead, for instance after a merge."""
    follows, key_fields = Follow.objects.of_any([thing]), _key_fields(to)
    follows.filter(user__in=Follow.objects.of_any([to]).values("user")).delete()
    follows.update(**key_fields)


def choose_pace(user, row: Follow, pace: Pace | str) -> Follow:
    """Set how soon the user is notified, and unmute the follow. An empty pace means the user's general setting."""
    if not can_change_follow(user, row):
        raise PermissionDenied
    row.pace, row.is_muted = pace, False
    # `update` instead of `save`: a follow deleted in the meantime must not be created again.
    Follow.objects.filter(pk=row.pk).update(pace=pace, is_muted=False)
    return row


def mute(user, row: Follow) -> None:
    """Stop the notifications of a follow without deleting it."""
    if not can_change_follow(user, row):
        raise PermissionDenied
    row.is_muted = True
    Follow.objects.filter(pk=row.pk).update(is_muted=True)


def mute_source(user, thing) -> bool:
    """Mute the reason of a notification. Return whether it was a follow of this user."""
    is_theirs = isinstance(thing, Follow) and can_change_follow(user, thing)
    if is_theirs:
        mute(user, thing)
    return is_theirs


def reset_paces(user) -> None:
    """Reset all daily and weekly follows to the user's general setting."""
    Follow.objects.of(user).filter(pace__in=(Pace.DAILY, Pace.WEEKLY)).update(pace="")


def unfollow(user, thing) -> None:
    """Stop following a thing, including one that the user may no longer see."""
    Follow.objects.of(user).of_any([thing]).delete()


def delete_follow(user, row: Follow) -> None:
    if not can_change_follow(user, row):
        raise PermissionDenied
    row.delete()


def _key_fields(thing) -> dict:
    """Return the lookups that identify follows of this thing."""
    [key] = subjects.follow_keys([thing])
    return dict(zip(("target_type_id", "target_id", "listing", "query"), key, strict=True))
