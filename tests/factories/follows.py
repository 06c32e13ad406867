"""Somebody who follows something, through the room's own action."""

from community.follows.actions.follows import follow
from tests.factories.people import UserFactory


def make_follow(thing, user=None, *, pace="", **fields):
    """`fields` are the account's, where it is a new one."""
    return follow(user or UserFactory(groups=["Members"], **{"language": "en", **fields}), thing, pace)


def make_follower(thing, **fields):
    return make_follow(thing, **fields).user
