"""Concurrent actions, on a database with row locks: positions, counters, last posts and read marks stay exact."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from community.forum.actions.moderating import hide_post, merge, move, split
from community.forum.actions.posting import accept_answer, add_post, thank
from community.forum.actions.reading import mark_read
from community.forum.models import Post, Reading, Thanks, Topic
from tests.concurrency import PATIENCE_SECONDS, overlapping
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.people import UserFactory
from website.privacy.actions import erase_account

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WRITERS = 50


def together(*acts) -> None:
    """Run all functions at the same time, each with its own connection; fail if one of them raises."""
    start, failures = Barrier(len(acts)), []

    def run(act):
        try:
            start.wait(PATIENCE_SECONDS)
            act()
        except Exception as error:  # asserted in the main thread below
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(3 * PATIENCE_SECONDS)
        assert not thread.is_alive()
    assert failures == []


def is_exact(topic) -> bool:
    topic.refresh_from_db()
    positions = list(topic.posts.order_by("position").values_list("position", flat=True))
    last = topic.posts.order_by("position").last()
    said = (topic.post_count, topic.newest_position, topic.last_position, topic.last_post)
    number = len(positions)
    return positions == list(range(1, number + 1)) and said == (number, number, number, last)


def read_by(user) -> set[int]:
    return {
        pk
        for mark in Reading.objects.filter(user=user)
        for pk in Post.objects.filter(topic=mark.topic, position__lte=mark.position).values_list("pk", flat=True)
    }


def test_fifty_people_post_in_one_topic_while_it_is_split(site):
    moderator, writers = UserFactory(), [UserFactory() for _ in range(WRITERS)]
    topic = make_topic(board=make_board(moderators=[moderator]))
    for _ in range(9):
        make_post(topic=topic)
    keys = list(topic.posts.order_by("position").values_list("pk", flat=True))
    reader = UserFactory()
    mark_read(reader, topic, 7)
    acts = [lambda user=user: add_post(user, topic, f"From {user.pk}") for user in writers]
    together(*acts, lambda: split(moderator, topic, keys[3:6], title="Apart"))
    fresh = Topic.objects.get(title="Apart")
    assert [is_exact(topic), is_exact(fresh)] == [True, True]
    assert [topic.post_count, fresh.post_count] == [7 + WRITERS, 3]
    assert read_by(reader) == set(keys[:7])
    order = list(topic.posts.order_by("position").values_list("created_at", flat=True))
    assert len(order) == len(set(topic.posts.values_list("author", "body")))
    assert all(Post.objects.get(author=user).pk in read_by(user) for user in writers)


def test_posts_written_during_a_merge_end_up_in_the_merged_topic(site):
    moderator, writers = UserFactory(), [UserFactory() for _ in range(12)]
    board = make_board(moderators=[moderator])
    one, other = make_topic(board=board), make_topic(board=board)
    acts = [lambda user=user: add_post(user, one, "Here") for user in writers]
    together(*acts, lambda: merge(moderator, one, other))
    assert [one.posts.count(), other.posts.count()] == [0, 14]
    assert is_exact(other)


def test_two_moderators_merge_two_topics_into_each_other_and_one_of_them_is_left(site):
    moderators = [UserFactory(), UserFactory()]
    board = make_board(moderators=moderators)
    one, other = make_topic(board=board), make_topic(board=board)
    refused = []

    def second():
        try:
            merge(moderators[1], other, one)
        except Exception as error:
            refused.append(type(error).__name__)

    overlapping(lambda: merge(moderators[0], one, other), second)
    assert refused == ["ValidationError"]
    assert [one.posts.count(), other.posts.count()] == [0, 2]


def test_two_simultaneous_clicks_store_one_thanks_and_one_read_mark(site):
    user, topic = UserFactory(), make_topic()
    overlapping(lambda: thank(user, topic.last_post), lambda: thank(user, topic.last_post))
    overlapping(lambda: mark_read(user, topic, 1), lambda: mark_read(user, topic, 1))
    assert [Thanks.objects.count(), Reading.objects.filter(user=user).count()] == [1, 1]


def test_erasing_an_account_does_not_deadlock_with_posts_in_its_topics(site):
    gone, moderator, others = UserFactory(), UserFactory(), [UserFactory() for _ in range(12)]
    board = make_board(moderators=[moderator])
    topics = [make_topic(board=board) for _ in range(4)]
    for topic in topics:
        make_post(gone, topic)
    acts = [lambda user=user, n=n: add_post(user, topics[-1 - n % 4], "Late") for n, user in enumerate(others)]
    together(lambda: erase_account(gone, wants_removal=True), *acts)
    assert [topic.posts.filter(state="shown").count() for topic in topics] == [4, 4, 4, 4]
    assert [post.body for post in Post.objects.filter(author=None)] == ["", "", "", ""]


def test_a_post_in_a_topic_of_an_erasure_waits_for_the_end_of_the_erasure(site):
    gone, other = UserFactory(), UserFactory()
    board = make_board()
    one, two = make_topic(board=board), make_topic(board=board)
    make_post(gone, one)
    make_post(gone, two)
    overlapping(lambda: erase_account(gone), lambda: add_post(other, two, "Late"))
    overlapping(lambda: add_post(other, two, "Later"), lambda: erase_account(other, wants_removal=True))
    assert [is_exact(one), one.post_count] == [True, 2]
    two.refresh_from_db()
    assert [two.post_count, two.last_position] == [2, 4]


def test_a_post_written_while_its_topic_moves_is_on_the_new_board(site):
    # A lock query that joins the board would find no topic at all.
    moderator, writer = UserFactory(), UserFactory()
    old, new = make_board(moderators=[moderator]), make_board(moderators=[moderator])
    topic = make_topic(board=old)
    overlapping(lambda: move(moderator, topic, new), lambda: add_post(writer, topic, "Here"))
    assert is_exact(topic)
    assert [topic.board, topic.post_count] == [new, 2]


def test_hiding_a_post_waits_for_a_split_and_hides_the_new_topic(site):
    moderator = UserFactory()
    topic = make_topic(board=make_board(moderators=[moderator]))
    post = make_post(topic=topic)
    make_post(topic=topic)
    overlapping(
        lambda: split(moderator, topic, [post.pk], title="Apart"),
        lambda: hide_post(moderator, Post.objects.get(pk=post.pk)),
    )
    topic.refresh_from_db()
    assert [topic.state, Topic.objects.get(title="Apart").state, topic.post_count] == ["shown", "hidden", 2]


def test_an_answer_that_is_being_split_off_is_not_accepted(site):
    moderator, refused = UserFactory(), []
    topic = make_topic(board=make_board(moderators=[moderator]))
    post = make_post(topic=topic)

    def accept():
        try:
            accept_answer(moderator, topic, post)
        except PermissionDenied:
            refused.append(post)

    overlapping(lambda: split(moderator, topic, [post.pk], title="Apart"), accept)
    topic.refresh_from_db()
    assert [refused, topic.accepted_post] == [[post], None]
