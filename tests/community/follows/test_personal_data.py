"""Follows are in the export of a user and are deleted with the account."""

import pytest

from community.follows.actions.follows import mute
from community.follows.models import Follow
from community.follows.personal_data import _records
from community.follows.subjects.lists import FollowedList
from tests.factories.follows import make_follow
from tests.factories.people import MemberFactory, UserFactory
from website.privacy.actions import erase_account
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


def test_an_export_contains_the_follows(site):
    user = UserFactory()
    row = make_follow(Theme.objects.get(slug="water"), user, pace="weekly")
    make_follow(FollowedList("news", "theme=water"), user)
    make_follow(Theme.objects.get(slug="energy"))
    mute(user, row)
    found = [{name: record[name] for name in ("kind", "filters", "pace", "is_muted")} for record in _records(user)]
    assert found == [
        {"kind": "list", "filters": "theme=water", "pace": "", "is_muted": False},
        {"kind": "theme", "filters": "", "pace": "weekly", "is_muted": True},
    ]


def test_an_erasure_deletes_the_follows_by_and_of_the_person(site):
    member = MemberFactory()
    theme = make_follow(Theme.objects.get(slug="water"), member.user)
    other = make_follow(Theme.objects.get(slug="water"))
    make_follow(member, other.user)
    erase_account(member.user, wants_removal=False, by=member.user)
    assert (list(Follow.objects.all()), Follow.objects.filter(pk=theme.pk).exists()) == ([other], False)
