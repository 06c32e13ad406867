"""Who hears of something because they follow it."""

from collections.abc import Iterable

from community.follows import subjects
from community.follows.models import Follow
from website.notifications.enums import NotificationReason, Pace
from website.notifications.models import Recipient

# The first wins where somebody follows several of the things. What they chose in general is daily, unless they say so.
STRONGEST_FIRST = [Pace.AT_ONCE, "", Pace.DAILY, Pace.WEEKLY, Pace.NEVER]


def followers_of(things: Iterable, *, but=None, about=None) -> list[Recipient]:
    """Those who follow one of these things and still may see it: each person once, because of one follow.

    `but` acts and is not told. Where `about` is given, those who may not see it are left out. For many people and
    things in a number of statements that does not grow.
    """
    named = subjects.follow_keys(things)
    follows = Follow.objects.of_keys(named).heard().select_related("user")
    if but is not None:
        follows = follows.exclude(user=but.pk)
    heard = [follow for follow, thing in _still_open([(follow, named[follow.key]) for follow in follows])]
    if about is not None:
        heard = [follow for follow, _thing in _still_open([(follow, about) for follow in heard])]
    strongest = {}
    for follow in sorted(heard, key=lambda follow: (STRONGEST_FIRST.index(follow.pace), follow.pk)):
        strongest.setdefault(follow.user_id, follow)
    return [
        Recipient(follow.user, NotificationReason.FOLLOWED, follow, False, follow.pace) for follow in strongest.values()
    ]


def _still_open(pairs: list[tuple]) -> list[tuple]:
    """Of pairs of a follow and a thing those whose person may see the thing."""
    found = []
    for subject, group in subjects.group_by_subject(pairs, lambda pair: subjects.subject_for(pair[1])):
        seen = subject.allowed([(follow.user, thing) for follow, thing in group])
        found += [(follow, thing) for follow, thing in group if (follow.user_id, thing.pk) in seen]
    return found
