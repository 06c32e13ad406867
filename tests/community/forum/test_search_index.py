"""The search index contains only posts that are shown: no hidden, deleted, waiting or erased ones."""

import pytest
from django.db import transaction
from django.test import TestCase
from wagtail.search.backends import get_search_backend

from community.forum.actions.erasing import erase_posts
from community.forum.actions.moderating import hide_post, merge, show_post, split
from community.forum.actions.posting import accept_answer, delete_post, restore_post
from community.forum.models import Post, Topic
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.moderation import make_decision, make_waiting_post
from tests.factories.people import UserFactory
from website.privacy.actions import erase_account

pytestmark = pytest.mark.django_db
WORD = "Zwiebelkondensat"


@pytest.fixture
def moderator(site):
    return UserFactory()


@pytest.fixture
def board(moderator):
    return make_board(moderators=[moderator])


def found(words: str = WORD) -> set[int]:
    """Return the keys of posts that the index finds, without any permission check."""
    return {post.pk for post in get_search_backend().search(words, Post.objects.all())}


def test_a_hidden_post_leaves_the_index_and_comes_back_with_the_decision(board, moderator):
    topic = make_topic(board=board)
    bad, good = make_post(topic=topic, body=f"A bad {WORD}"), make_post(topic=topic, body=f"A good {WORD}")
    assert found() == {bad.pk, good.pk}
    hide_post(moderator, bad)
    assert found() == {good.pk}
    show_post(moderator, bad)
    assert found() == {bad.pk, good.pk}


def test_hiding_the_first_post_removes_all_posts_of_the_topic_from_the_index(board, moderator):
    topic = make_topic(board=board, body=f"Who needs {WORD}?")
    answer, elsewhere = make_post(topic=topic, body=f"I do: {WORD}"), make_post(body=f"Another {WORD}")
    first = topic.posts.get(position=1)
    hide_post(moderator, first)
    assert found() == {elsewhere.pk}
    show_post(moderator, first)
    assert found() == {first.pk, answer.pk, elsewhere.pk}


def test_a_deleted_post_leaves_the_index_until_it_is_restored(board):
    author = UserFactory()
    post = make_post(author, make_topic(board=board), WORD)
    delete_post(author, post)
    assert found() == set()
    restore_post(author, post)
    assert found() == {post.pk}


def test_a_waiting_post_is_found_once_a_moderator_approves_it(moderator):
    post = make_waiting_post(board=make_board(moderators=[moderator], first_posts_wait=1))
    word = "condensate"
    assert word in post.body or word in post.topic.title
    assert found(word) == set()
    make_decision(moderator, post, "approve")
    assert found(word) == {post.pk}


def test_posts_are_found_by_the_title_of_the_topic_that_they_are_in_now(board, moderator):
    topic = make_topic(board=board, title="Old heading")
    post, stays = make_post(topic=topic), make_post(topic=topic)
    fresh = split(moderator, topic, [post.pk], title="Fresh heading")
    assert found("Old heading") == {stays.pk, topic.posts.get(position=1).pk}
    assert found("Fresh heading") == {post.pk}
    merge(moderator, fresh, topic)
    assert found("Fresh heading") == set()


def test_erased_words_leave_the_index_and_those_of_others_stay(board):
    author, other = UserFactory(), UserFactory()
    topic = make_topic(author, board, body=f"Who needs {WORD}?")
    make_post(author, body=f"Mine elsewhere: {WORD}")
    kept = make_post(other, topic, f"Someone else's {WORD}")
    erase_account(author, wants_removal=True)
    assert found() == {kept.pk}


def test_without_removal_published_words_stay_and_deleted_ones_are_not_found(board):
    author = UserFactory()
    kept = make_post(author, make_topic(board=board), f"Published: {WORD}")
    gone = make_post(author, make_topic(board=board), f"Regretted: {WORD}")
    delete_post(author, gone)
    erase_account(author)
    assert found() == {kept.pk}
    assert Post.objects.get(pk=gone.pk).body == ""


def test_an_erased_post_is_no_longer_the_accepted_answer(board):
    author, asker = UserFactory(), UserFactory()
    topic = make_topic(asker, board)
    post = make_post(author, topic)
    accept_answer(asker, topic, post)
    erase_account(author, wants_removal=True)
    topic.refresh_from_db()
    assert [topic.accepted_post, topic.is_answered, Topic.objects.unanswered().get()] == [None, False, topic]


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(board):
    author = UserFactory()
    post = make_post(author, make_topic(board=board), WORD)
    with transaction.atomic():
        erase_posts(author, True)
        assert found() == set()
        transaction.set_rollback(True)
    assert found() == {post.pk}


@pytest.fixture
def unreachable_engine(settings):
    """An Elasticsearch backend without a server."""
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "wagtail.search.backends.elasticsearch9",
            "URLS": ["http://127.0.0.1:1"],
            "OPTIONS": {"max_retries": 0},
        }
    }


def test_a_search_engine_that_is_down_does_not_stop_actions(board, moderator, unreachable_engine, caplog):
    author = UserFactory()
    topic = make_topic(author, board)
    answer = make_post(UserFactory(), topic)
    with TestCase.captureOnCommitCallbacks(execute=True):
        hide_post(moderator, answer)
        erase_account(author, wants_removal=True)
    answer.refresh_from_db()
    assert [answer.state, topic.posts.get(position=1).body] == ["hidden", ""]
    assert "The default search index is out of date: run update_index." in caplog.messages


def test_a_rolled_back_change_is_not_sent_to_the_search_engine(board, moderator, unreachable_engine, caplog):
    post = make_post(topic=make_topic(board=board))
    caplog.clear()
    with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
        hide_post(moderator, post)
        transaction.set_rollback(True)
    assert [message for message in caplog.messages if "index" in message] == []
