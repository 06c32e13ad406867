"""Find the recipients of a notification among followers."""

from collections.abc import Iterable

from community.follows import subjects
from community.follows.models import Follow
from website.notifications.enums import NotificationReason, Pace
from website.notifications.models import Recipient

# The first wins if somebody follows several of the things. The general setting ("") is daily by default.
STRONGEST_FIRST = [Pace.AT_ONCE, "", Pace.DAILY, Pace.WEEKLY, Pace.NEVER]


def followers_of(things: Iterable, *, but=None, about=None) -> list[Recipient]:
    """Return the users who follow one of these things and may still see it, each once, with the strongest follow.

    `but` is a user to leave out, usually the one who acts. If `about` is given, only users who may see it are
    returned. The number of queries does not depend on the number of users and things.
    """
    by_key = subjects.follow_keys(things)
    follows = Follow.objects.of_keys(by_key).active().select_related("user")
    if but is not None:
        follows = follows.exclude(user=but.pk)
    allowed = [follow for follow, thing in _allowed([(follow, by_key[follow.key]) for follow in follows])]
    if about is not None:
        allowed = [follow for follow, _thing in _allowed([(follow, about) for follow in allowed])]
    strongest = {}
    for follow in sorted(allowed, key=lambda follow: (STRONGEST_FIRST.index(follow.pace), follow.pk)):
        strongest.setdefault(follow.user_id, follow)
    return [
        Recipient(follow.user, NotificationReason.FOLLOWED, follow, False, follow.pace) for follow in strongest.values()
    ]


def _allowed(pairs: list[tuple]) -> list[tuple]:
    """Return the pairs of a follow and a thing whose user may see the thing."""
    found = []
    for subject, group in subjects.group_by_subject(pairs, lambda pair: subjects.subject_for(pair[1])):
        allowed = subject.allowed([(follow.user, thing) for follow, thing in group])
        found += [(follow, thing) for follow, thing in group if (follow.user_id, thing.pk) in allowed]
    return found
