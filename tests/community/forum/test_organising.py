"""Moderators pin, lock, move, split and merge topics; read marks are kept and URLs stay valid."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from community.forum.actions.moderating import hide_post, lock, merge, move, pin, show_post, split
from community.forum.actions.posting import accept_answer, delete_post
from community.forum.actions.reading import mark_read
from community.forum.enums import BoardAudience
from community.forum.models import Post, Reading, Topic
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.people import UserFactory
from tests.reading import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(site):
    return UserFactory()


@pytest.fixture
def board(moderator):
    return make_board(moderators=[moderator])


def make_long_topic(board, number: int, author=None) -> Topic:
    topic = make_topic(author, board)
    for _ in range(number - 1):
        make_post(author, topic)
    topic.refresh_from_db()
    return topic


def order(topic) -> list[tuple[int, int]]:
    return list(topic.posts.order_by("position").values_list("position", "pk"))


def is_exact(topic) -> bool:
    """Return whether the counters of the topic match its posts."""
    topic.refresh_from_db()
    shown = topic.posts.filter(state="shown").order_by("position")
    last = shown.last()
    said = (topic.post_count, topic.newest_position, topic.last_post)
    return said == (shown.count(), last.position if last else 0, last)


def test_a_moderator_of_another_board_may_do_nothing_here(board):
    other = UserFactory()
    elsewhere = make_board(moderators=[other])
    topic, theirs = make_long_topic(board, 3), make_topic(board=elsewhere)
    first = topic.posts.first()
    for act in (
        lambda: pin(other, topic, True),
        lambda: lock(other, topic, True),
        lambda: move(other, topic, elsewhere),
        lambda: split(other, topic, [first.pk], title="Mine"),
        lambda: merge(other, topic, theirs),
        lambda: merge(other, theirs, topic),
        lambda: move(other, theirs, board),
        lambda: hide_post(other, first),
        lambda: show_post(other, first),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Topic.objects.filter(is_pinned=True).count() == 0


def test_each_action_is_logged(board, moderator):
    topic = make_long_topic(board, 3)
    pin(moderator, topic, True)
    lock(moderator, topic, True)
    fresh = split(moderator, topic, [topic.posts.last().pk], title="Apart")
    merge(moderator, fresh, topic)
    done = ModelLogEntry.objects.filter(action__startswith="forum.").order_by("pk").values_list("action", "user")
    assert list(done) == [(f"forum.{verb}", moderator.pk) for verb in ("pin", "lock", "split", "merge")]


def test_a_split_takes_the_posts_along_in_their_order(client, board, moderator):
    topic = make_long_topic(board, 5)
    keys = [pk for _position, pk in order(topic)]
    client.force_login(moderator)
    sent = {"act": "split", "split-posts": [keys[1], keys[3]], "split-title": "Apart", "split-board": board.slug}
    answer = client.post(f"/en/discussions/{topic.pk}/organise/", sent)
    fresh = Topic.objects.get(title="Apart")
    assert answer.url == fresh.get_absolute_url()
    assert [order(topic), order(fresh)] == [
        [(1, keys[0]), (2, keys[2]), (3, keys[4])],
        [(1, keys[1]), (2, keys[3])],
    ]
    assert [is_exact(topic), is_exact(fresh)] == [True, True]
    assert client.get(f"/en/posts/{keys[3]}/").url == f"{fresh.get_absolute_url()}#post-{keys[3]}"


def test_a_split_needs_some_but_not_all_posts(board, moderator):
    topic = make_long_topic(board, 2)
    other = make_topic(board=board).last_post_id
    for keys in ([], [other], [pk for _position, pk in order(topic)]):
        with pytest.raises(ValidationError):
            split(moderator, topic, keys, title="Apart")
    assert [topic.posts.count(), Topic.objects.count()] == [2, 2]


def test_splitting_off_the_accepted_answer_unsets_it(board, moderator):
    author = UserFactory()
    topic = make_long_topic(board, 3, author)
    last = topic.posts.last()
    accept_answer(author, topic, last)
    split(moderator, topic, [last.pk], title="Apart")
    topic.refresh_from_db()
    assert topic.accepted_post is None


def test_a_merge_puts_the_posts_in_the_order_they_were_written(client, board, moderator):
    one, other = make_topic(board=board), make_topic(board=board)
    for topic in (one, other, one):
        make_post(topic=topic)
    written = list(Post.objects.order_by("created_at").values_list("pk", flat=True))
    client.force_login(moderator)
    answer = client.post(f"/en/discussions/{one.pk}/organise/", {"act": "merge", "merge-into": other.pk})
    assert answer.url == other.get_absolute_url()
    assert order(other) == list(enumerate(written, 1))
    assert is_exact(other)
    moved = client.get(one.get_absolute_url())
    # Not a permanent redirect: browsers would cache a merge made by mistake.
    assert [moved.status_code, moved.url] == [302, other.get_absolute_url()]


def test_a_chain_of_merges_leads_to_its_end_in_one_step(client, board, moderator):
    first, second, third = (make_topic(board=board) for _ in range(3))
    merge(moderator, first, second)
    merge(moderator, second, third)
    assert client.get(first.get_absolute_url()).url == third.get_absolute_url()


def test_a_topic_is_not_merged_into_itself_or_into_one_that_the_moderator_may_not_see(client, board, moderator):
    topic = make_topic(board=board)
    inside = UserFactory()
    secret = make_topic(inside, make_board(BoardAudience.GROUP, members=[inside]))
    client.force_login(moderator)
    for into in (topic.pk, secret.pk, 2**31 - 1, "x"):
        answer = client.post(f"/en/discussions/{topic.pk}/organise/", {"act": "merge", "merge-into": into})
        assert answer.status_code == 400
    assert not Topic.objects.exclude(merged_into=None).exists()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), number=st.integers(2, 9))
def test_after_a_split_everybody_has_read_what_they_had_read(board, moderator, data, number):
    topic, readers = make_long_topic(board, number), [UserFactory() for _ in range(3)]
    keys = [pk for _position, pk in order(topic)]
    read = {reader: data.draw(st.integers(0, number)) for reader in readers}
    for reader, position in read.items():
        mark_read(reader, topic, position)
    chosen = data.draw(st.sets(st.sampled_from(keys), min_size=1, max_size=number - 1))
    fresh = split(moderator, topic, list(chosen), title="Apart")
    for reader, position in read.items():
        assert read_posts(reader, topic, fresh) == set(keys[:position])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_after_a_merge_nobody_misses_a_post_that_they_had_not_read(board, moderator, data):
    one, other = make_topic(board=board), make_topic(board=board)
    for topic in data.draw(st.lists(st.sampled_from([one, other]), max_size=8)):
        make_post(topic=topic)
    reader = UserFactory()
    before = set()
    for topic in (one, other):
        keys = [pk for _position, pk in order(topic)]
        position = data.draw(st.integers(0, len(keys)))
        mark_read(reader, topic, position)
        before |= set(keys[:position])
    merge(moderator, one, other)
    after = read_posts(reader, other)
    everything = [pk for _position, pk in order(other)]
    assert after == set(up_to_the_first_unread(before, everything))


def up_to_the_first_unread(read: set[int], keys: list[int]) -> list[int]:
    """Return the keys before the first unread one."""
    first = next((place for place, pk in enumerate(keys) if pk not in read), len(keys))
    return keys[:first]


def read_posts(reader, *topics) -> set[int]:
    found = set()
    for topic in topics:
        mark = Reading.objects.filter(user=reader, topic=topic).first()
        if mark:
            found |= set(topic.posts.filter(position__lte=mark.position).values_list("pk", flat=True))
    return found


def test_hiding_the_first_post_hides_the_topic_and_showing_it_shows_the_topic(client, board, moderator):
    topic = make_long_topic(board, 2)
    first = topic.posts.first()
    hide_post(moderator, first)
    assert client.get(topic.get_absolute_url()).status_code == 404
    client.force_login(moderator)
    assert client.get(topic.get_absolute_url()).status_code == 200
    show_post(moderator, first)
    client.logout()
    assert client.get(topic.get_absolute_url()).status_code == 200
    assert is_exact(topic)


def test_hiding_the_last_post_makes_the_one_before_the_last(board, moderator):
    topic = make_long_topic(board, 3)
    hide_post(moderator, topic.last_post)
    assert is_exact(topic)
    assert topic.newest_position == 2


def test_a_moved_topic_is_visible_to_readers_of_its_new_board_only(client, moderator, board):
    inside = make_board(BoardAudience.GROUP, moderators=[moderator])
    topic = make_topic(board=board)
    client.force_login(moderator)
    client.post(f"/en/discussions/{topic.pk}/organise/", {"act": "move", "move-board": inside.slug})
    assert texts(client.get(inside.get_absolute_url()), "h3") == [topic.title]
    client.logout()
    assert client.get(topic.get_absolute_url()).status_code == 404


def test_nobody_deletes_a_board_in_the_cms_not_even_an_administrator(client, board):
    topic = make_topic(board=board)
    for user in (UserFactory(groups=["Coordinators"]), UserFactory(is_superuser=True)):
        client.force_login(user)
        assert client.get(f"/cms/snippets/forum/board/edit/{board.pk}/").status_code == 200
        assert client.post(f"/cms/snippets/forum/board/delete/{board.pk}/").status_code == 302
    assert Topic.objects.get().board == topic.board


def test_posts_of_a_hidden_topic_stay_hidden_after_a_merge(client, board, moderator):
    bad, good = make_topic(board=board), make_topic(board=board)
    answer = make_post(topic=bad, body="Shut up, all of you")
    hide_post(moderator, bad.posts.get(position=1))
    merge(moderator, bad, good)
    assert "Shut up" not in client.get(good.get_absolute_url()).content.decode()
    assert [good.posts.filter(state="hidden").count(), is_exact(good), good.post_count] == [2, True, 1]
    show_post(moderator, answer)
    assert "Shut up" in client.get(good.get_absolute_url()).content.decode()


def test_a_topic_is_not_merged_into_a_hidden_one(client, board, moderator):
    bad, good = make_topic(board=board), make_topic(board=board)
    hide_post(moderator, bad.posts.get(position=1))
    client.force_login(moderator)
    page = client.post(f"/en/discussions/{good.pk}/organise/", {"act": "merge", "merge-into": bad.pk})
    assert page.status_code == 400
    assert "The other topic is hidden or waits for a moderator: show its first post first." in page.content.decode()
    good.refresh_from_db()
    assert [good.merged_into, good.posts.count()] == [None, 1]


def test_a_hidden_post_that_is_split_off_makes_a_hidden_topic(client, board, moderator):
    topic = make_long_topic(board, 3)
    third = topic.posts.get(position=3)
    hide_post(moderator, third)
    fresh = split(moderator, topic, [third.pk], title="Apart from the rest")
    topic.refresh_from_db()
    assert [fresh.state, topic.state] == ["hidden", "shown"]
    assert "Apart from the rest" not in client.get(board.get_absolute_url()).content.decode()
    show_post(moderator, third)
    fresh.refresh_from_db()
    assert [fresh.state, is_exact(fresh)] == ["shown", True]


def test_a_hidden_topic_that_loses_its_hidden_post_is_shown(board, moderator):
    topic = make_long_topic(board, 3)
    first = topic.posts.get(position=1)
    hide_post(moderator, first)
    fresh = split(moderator, topic, [first.pk], title="Apart")
    topic.refresh_from_db()
    assert [fresh.state, topic.state, topic.post_count, is_exact(topic)] == ["hidden", "shown", 2, True]


def test_deleted_posts_alone_make_no_topic(board, moderator):
    author = UserFactory()
    topic = make_long_topic(board, 3, author)
    second = topic.posts.get(position=2)
    delete_post(author, second)
    with pytest.raises(ValidationError):
        split(moderator, topic, [second.pk], title="Nothing to see")
    assert not Topic.objects.filter(title="Nothing to see").exists()


def test_hiding_a_deleted_post_leaves_it_deleted(board, moderator):
    author = UserFactory()
    topic = make_long_topic(board, 2, author)
    second = topic.posts.get(position=2)
    delete_post(author, second)
    hide_post(moderator, second)
    show_post(moderator, second)
    second.refresh_from_db()
    assert second.state == "deleted"


def test_a_late_read_mark_after_a_split_does_not_cover_later_posts(board, moderator):
    reader, topic = UserFactory(), make_long_topic(board, 4)
    split(moderator, topic, list(topic.posts.filter(position__gt=2).values_list("pk", flat=True)), title="Apart")
    mark_read(reader, topic, 4)
    assert not Reading.objects.filter(user=reader).exists()
    mark_read(reader, topic, 2)
    assert Reading.objects.get(user=reader).position == 2
