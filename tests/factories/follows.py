"""Follows, created through the app's own action."""

from community.follows.actions.follows import follow
from tests.factories.people import UserFactory


def make_follow(thing, user=None, *, pace="", **fields):
    """Make `user`, or a new user with `fields`, follow `thing`."""
    return follow(user or UserFactory(groups=["Members"], **{"language": "en", **fields}), thing, pace)


def make_follower(thing, **fields):
    return make_follow(thing, **fields).user
