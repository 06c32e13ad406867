"""The effects of a suspension on reading and writing, and the notice that explains it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.forum.models import Board, Post, Topic
from community.forum.permissions import (
    can_accept_answer,
    can_edit_post,
    can_moderate,
    can_reply,
    can_see_board,
    can_see_post,
    can_see_topic,
    can_start_topic,
    can_thank,
    who_sees,
)
from community.moderation.models import Suspension
from community.moderation.permissions import may_read_as_member, may_write
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.moderation import make_decision, make_shown_post, make_waiting_post, person
from tests.factories.people import UserFactory
from tests.reading import texts
from website.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire(site):
    return person("Claire", groups=["Coordinators"])


@pytest.fixture
def anton(site):
    return person("Anton")


def suspend(user, board, by, **fields):
    """Suspend `user` and return a fresh instance, without memoised suspensions."""
    make_decision(by, make_shown_post(user, board), "suspend", days=7, **fields)
    return reloaded(user)


def reloaded(user):
    return User.objects.get(pk=user.pk)


def permissions_of(user, board) -> dict:
    topic = make_topic(UserFactory(), board)
    post, own = (
        topic.last_post,
        Post.objects.filter(author=user, topic__board=board).select_related("topic__board").first(),
    )
    return {
        "read": can_see_board(user, board),
        "start": can_start_topic(user, board),
        "reply": can_reply(user, topic),
        "thank": can_thank(user, post),
        "edit": own is not None and can_edit_post(user, own),
    }


UNRESTRICTED = {"read": True, "start": True, "reply": True, "thank": True, "edit": True}
SUSPENDED = {"read": True, "start": False, "reply": False, "thank": False, "edit": False}


def test_a_suspension_from_a_board_allows_reading_there_and_writing_elsewhere(anton, claire):
    board, other = make_board("members"), make_board("members")
    make_shown_post(anton, other)
    anton = suspend(anton, board, claire)
    assert [permissions_of(anton, board), permissions_of(anton, other)] == [SUSPENDED, UNRESTRICTED]
    assert [may_write(anton), may_write(anton, board), may_read_as_member(anton, board)] == [True, False, True]


def test_a_suspension_from_the_whole_site_applies_to_every_board(anton, claire):
    board, other = make_board("members"), make_board("members")
    make_shown_post(anton, other)
    anton = suspend(anton, board, claire, is_everywhere=True)
    assert [permissions_of(anton, board), permissions_of(anton, other)] == [SUSPENDED, SUSPENDED]


def test_without_reading_rights_a_member_reads_only_what_visitors_read(anton, claire):
    public, members = make_board("public"), make_board("members")
    group = make_board("group", members=[anton])
    make_shown_post(anton, public)
    anton = suspend(anton, members, claire, is_everywhere=True, takes_reading=True)
    assert [can_see_board(anton, board) for board in (public, members, group)] == [True, False, False]
    assert set(Board.objects.visible_to(anton)) == {public}


def test_a_suspension_expires(anton, claire):
    board = make_board("members")
    anton = suspend(anton, board, claire, is_everywhere=True, takes_reading=True)
    assert permissions_of(anton, board)["read"] is False
    Suspension.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert permissions_of(reloaded(anton), board) == UNRESTRICTED


def test_checks_and_querysets_agree_for_suspended_users(anton, claire):
    mia, otto, ida = person("Mia"), person("Otto"), person("Ida")
    boards = [
        make_board("public"),
        make_board("members", moderators=[mia]),
        make_board("group", members=[anton, otto, ida], moderators=[mia]),
        make_board("members", moderators=[otto]),
    ]
    for board in boards:
        make_topic(claire, board)
    make_waiting_post(anton, make_board("members", first_posts_wait=1))
    make_waiting_post(ida, make_board("group", members=[ida], first_posts_wait=1))
    hidden = make_post(claire, make_topic(claire, boards[1]))
    Post.objects.filter(pk=hidden.pk).update(state="hidden")
    people = [
        suspend(anton, boards[1], claire, takes_reading=True),
        suspend(otto, boards[3], claire),
        suspend(ida, boards[0], claire, is_everywhere=True, takes_reading=True),
        suspend(mia, boards[2], claire, takes_reading=True),
        suspend(person("Zoe"), boards[0], claire, is_everywhere=True),
        claire,
        UserFactory(is_superuser=True),
    ]
    for user in people:
        pairs = [
            (Board.objects.visible_to(user), can_see_board),
            (Board.objects.moderated_by(user), can_moderate),
            (Board.objects.writable_by(user), can_start_topic),
            (Topic.objects.visible_to(user), can_see_topic),
            (Post.objects.visible_to(user), can_see_post),
        ]
        for found, check in pairs:
            assert set(found) == {row for row in found.model.objects.all() if check(user, row)}, check


def test_the_bulk_check_who_sees_agrees_with_the_single_check(anton, claire):
    otto, ida = person("Otto"), person("Ida")
    boards = [make_board("public"), make_board("members"), make_board("group", members=[anton, otto, ida])]
    people = [
        suspend(anton, boards[1], claire, takes_reading=True),
        suspend(otto, boards[1], claire, is_everywhere=True, takes_reading=True),
        suspend(ida, boards[1], claire, is_everywhere=True),
        claire,
    ]
    pairs = [(user, board) for user in people for board in boards]
    assert who_sees(pairs) == {(user.pk, board.pk) for user, board in pairs if can_see_board(user, board)}


def test_a_suspended_moderator_cannot_moderate_that_board(claire):
    mia = person("Mia")
    board = make_board("members", moderators=[mia])
    topic = make_topic(UserFactory(), board)
    assert [can_moderate(mia, board), can_accept_answer(mia, topic)] == [True, True]
    mia = suspend(mia, board, claire)
    assert [can_moderate(mia, board), can_accept_answer(mia, topic)] == [False, False]


def test_the_topic_page_shows_the_suspension_and_links_to_its_reasons(client, anton, claire):
    board = make_board("members")
    topic = make_topic(UserFactory(), board)
    anton = suspend(anton, board, claire)
    decision = anton.suspensions.get().decision
    client.force_login(anton)
    response = client.get(f"/en/discussions/{topic.pk}/")
    page_text = " ".join(texts(response, "p"))
    assert ["a moderator has suspended you." in page_text, "It insults a colleague." in page_text] == [True, True]
    assert f"/en/my/decisions/{decision.pk}/" in response.content.decode()


def test_text_submitted_after_a_suspension_is_refused_and_redisplayed(client, anton, claire):
    board = make_board("members")
    topic = make_topic(UserFactory(), board)
    client.force_login(suspend(anton, board, claire))
    response = client.post(f"/en/discussions/{topic.pk}/reply/", {"body": "A long thought."})
    assert [response.status_code, texts(response, "textarea")] == [409, ["A long thought."]]
    assert "a moderator has suspended you." in " ".join(texts(response, "p"))
    assert Post.objects.filter(body="A long thought.").count() == 0


def test_the_form_for_a_new_topic_shows_a_suspension_from_the_whole_site(client, anton, claire):
    client.force_login(suspend(anton, make_board("members"), claire, is_everywhere=True))
    response = client.get("/en/discussions/new/")
    assert "a moderator has suspended you." in " ".join(texts(response, "p"))
