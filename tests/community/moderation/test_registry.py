"""Moderation works for a subject that defines only the seven required methods."""

import pytest
from django.db import transaction

from community.forum.models import Post
from community.forum.moderation import PostModerationSubject
from community.moderation import registry
from community.moderation.enums import ModerationState
from community.moderation.models import Report, Suspension
from tests.factories.forum import make_board
from tests.factories.moderation import make_decision, make_report, make_shown_post
from tests.factories.people import MemberFactory, UserFactory

pytestmark = pytest.mark.django_db


class MinimalSubject(registry.ModerationSubject):
    """Posts, registered like rows that have only an author and a body."""

    name = "post"
    model = "forum.Post"
    full = PostModerationSubject()

    def moderated_by(self, user):
        return self.full.moderated_by(user)

    def can_see(self, user, thing):
        return self.full.can_see(user, thing)

    def standing(self, thing):
        return self.full.standing(thing)

    def preview(self, thing):
        return self.full.preview(thing)

    def hide(self, moderator, thing):
        self.full.hide(moderator, thing)

    def show(self, moderator, thing):
        self.full.show(moderator, thing)

    def rewrite(self, moderator, thing, text, notice):
        return self.full.rewrite(moderator, thing, text, notice)


@pytest.fixture
def people():
    kinds = {"coordinator": {"groups": ["Coordinators"]}, "moderator": {}, "member": {}, "closed": {}}
    found = {kind: UserFactory(**fields) for kind, fields in kinds.items()}
    for user in found.values():
        MemberFactory(user=user)
    return found


@pytest.fixture
def posts(people):
    """One on a board with moderators, and one on another board."""
    board = make_board(moderators=[people["moderator"], people["closed"]])
    found = [make_shown_post(board=board), make_shown_post()]
    people["closed"].is_active = False
    people["closed"].save()
    return list(Post.objects.filter(pk__in=[post.pk for post in found]).order_by("pk"))


def test_the_default_methods_name_the_same_moderators_as_those_of_the_forum(people, posts):
    full, minimal = PostModerationSubject(), MinimalSubject()
    pairs = [(user, post) for user in people.values() for post in posts]
    expected = {
        *((people["coordinator"].pk, post.pk) for post in posts),
        (people["moderator"].pk, posts[0].pk),
    }
    for subject in (full, minimal):
        assert subject.who_moderates(pairs) == expected
        assert {(user.pk, post.pk) for user, post in pairs if subject.can_moderate(user, post)} == expected
        active = {kind: user for kind, user in people.items() if user.is_active}
        assert [kind for kind, user in active.items() if subject.moderates(user)] == ["coordinator", "moderator"]


def test_a_row_of_a_minimal_subject_can_be_reported_hidden_and_shown_again(monkeypatch, people, posts):
    monkeypatch.setitem(registry._registry, "post", MinimalSubject())
    make_report(posts[0], people["member"])
    assert Report.objects.get().case.person == posts[0].author
    for verb, state in (("hide", ModerationState.HIDDEN), ("show", ModerationState.SHOWN)):
        make_decision(people["coordinator"], posts[0], verb)
        assert MinimalSubject().standing(Post.objects.get(pk=posts[0].pk)) == state


def test_locking_reloads_the_row(posts):
    stale = Post.objects.get(pk=posts[0].pk)
    Post.objects.filter(pk=stale.pk).update(body="Changed meanwhile.")
    with transaction.atomic():
        found = MinimalSubject().lock(stale)
    assert (found.body, MinimalSubject().text_for_editing(found.author, found)) == ("Changed meanwhile.",) * 2


def test_without_a_place_a_suspension_applies_to_the_whole_site(monkeypatch, people, posts):
    monkeypatch.setitem(registry._registry, "post", MinimalSubject())
    make_decision(people["coordinator"], posts[0], "suspend", days=7)
    assert Suspension.objects.get().is_everywhere
