"""Read marks, new topics and posts, URLs of posts, filters by status."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.forum.actions.moderating import hide_post
from community.forum.actions.reading import mark_boards_read, mark_read
from community.forum.models import Post, Reading, Topic
from experiences.sheets.models import SheetPage
from tests.factories.forum import long_topic, make_board, make_post, make_topic
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.reading import elements, entries, texts, titles

pytestmark = pytest.mark.django_db


def shown_posts(response) -> list[str]:
    return [item["id"] for item in elements(response, "li") if "post" in item.get("class", "").split()]


def test_a_page_that_is_not_there_is_a_404(site, client):
    topic = long_topic(21)
    codes = [
        client.get(f"{topic.get_absolute_url()}?page={page}").status_code for page in ("2", "3", "0", "x", "9" * 30)
    ]
    assert codes == [200, 404, 404, 404, 404]


def test_the_permanent_url_of_a_post_redirects_to_its_page(site, client):
    topic = long_topic(45)
    post = topic.posts.get(position=41)
    answer = client.get(f"/en/posts/{post.pk}/")
    assert answer.url == f"/en/discussions/{topic.pk}/?page=3#post-{post.pk}"
    assert f"post-{post.pk}" in shown_posts(client.get(answer.url))


def test_the_first_unread_post_is_where_one_stopped(site, client):
    topic, reader = long_topic(45), UserFactory()
    client.force_login(reader)
    address = f"/en/discussions/{topic.pk}/unread/"
    assert client.get(address).url.endswith(f"#post-{topic.posts.get(position=1).pk}")
    client.get(topic.get_absolute_url())
    assert Reading.objects.get(user=reader).position == 20
    assert client.get(address).url == f"/en/discussions/{topic.pk}/?page=2#post-{topic.posts.get(position=21).pk}"
    client.get(f"{topic.get_absolute_url()}?page=3")
    client.get(topic.get_absolute_url())
    assert Reading.objects.get(user=reader).position == 45
    assert client.get(address).url == f"/en/discussions/{topic.pk}/?page=3#post-{topic.last_post_id}"


def is_new(topic, user) -> bool:
    shown = Topic.objects.get(pk=topic.pk)
    Topic.objects.mark([shown], user)
    assert Topic.objects.new_for(user).filter(pk=topic.pk).exists() == shown.is_new
    return shown.is_new


def test_a_topic_is_new_until_its_last_post_was_seen(site):
    reader, writer = UserFactory(), UserFactory()
    topic = make_topic(writer)
    assert [is_new(topic, reader), is_new(topic, writer)] == [True, False]
    mark_read(reader, topic, 1)
    assert not is_new(topic, reader)
    make_post(writer, topic)
    assert is_new(topic, reader)


def test_after_a_board_was_marked_as_read_only_later_topics_are_new(site, client):
    board, reader = make_board(), UserFactory()
    topic, elsewhere = make_topic(board=board), make_topic()
    client.force_login(reader)
    client.post(f"/en/boards/{board.slug}/read/")
    assert [is_new(topic, reader), is_new(elsewhere, reader)] == [False, True]
    make_post(topic=topic)
    assert is_new(topic, reader)
    mark_boards_read(reader, [board])
    assert not is_new(topic, reader)


def test_topics_from_before_somebody_joined_are_not_new_to_them(site):
    topic = make_topic()
    Topic.objects.update(last_post_at=timezone.now() - timedelta(days=2))
    newcomer = UserFactory(date_joined=timezone.now() - timedelta(days=1))
    old_hand = UserFactory(date_joined=timezone.now() - timedelta(days=900))
    assert [is_new(topic, newcomer), is_new(topic, old_hand)] == [False, True]
    Topic.objects.update(last_post_at=timezone.now() - timedelta(days=91))
    assert not is_new(topic, old_hand)


@pytest.mark.usefixtures("english")
def test_posts_are_marked_new_until_they_were_seen_and_old_ones_never(site, client):
    topic = make_topic()
    Post.objects.filter(topic=topic).update(created_at=timezone.now() - timedelta(days=91))
    make_post(topic=topic)
    client.force_login(UserFactory(date_joined=timezone.now() - timedelta(days=900)))
    badges = [texts(client.get(topic.get_absolute_url()), "span").count("New") for _visit in range(2)]
    assert badges == [1, 0]


def test_topics_can_be_filtered_by_what_is_new_to_me(site, client):
    reader = UserFactory()
    seen, _unseen = make_topic(title="Seen"), make_topic(title="Not seen")
    mark_read(reader, seen, 1)
    client.force_login(reader)
    assert texts(client.get("/en/exchange/?standing=new"), "h3") == ["Not seen"]


def test_questions_can_be_filtered_by_status(site, client):
    make_topic(title="A talk", kind="talk")
    fresh, answered = make_topic(title="Fresh"), make_topic(title="Answered")
    solved, old = make_topic(title="Solved"), make_topic(title="Old")
    make_post(topic=answered)
    Topic.objects.filter(pk=solved.pk).update(accepted_post=make_post(topic=solved))
    Topic.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=4))
    found = {
        standing: sorted(titles(client.get(f"/en/feeds/discussions.atom?standing={standing}")))
        for standing in ("unanswered", "unsolved", "overdue", "new")
    }
    assert found == {
        "unanswered": ["Fresh", "Old"],
        "unsolved": ["Answered", "Fresh", "Old"],
        "overdue": ["Old"],
        "new": [],
    }
    assert fresh.is_question


@pytest.mark.usefixtures("english")
def test_a_board_shows_its_own_topics_pinned_ones_first(site, client):
    board = make_board(name_en="Heat of Kehl")
    first, _second = make_topic(board=board, title="First"), make_topic(board=board, title="Second")
    make_topic(title="Elsewhere")
    Topic.objects.filter(pk=first.pk).update(is_pinned=True)
    page = client.get(board.get_absolute_url())
    assert [texts(page, "h1"), texts(page, "h3")] == [["Heat of Kehl"], ["First", "Second"]]
    assert [link["href"] for link in elements(page, "a") if "atom?" in link["href"]] == [
        f"/en/feeds/discussions.atom?board={board.slug}"
    ]


def test_the_feed_of_a_topic_has_its_newest_posts_first(site, client):
    topic = make_topic()
    make_post(topic=topic, body="Second words")
    make_topic()
    found = entries(client.get(f"/en/feeds/posts.atom?topic={topic.pk}"))
    assert [entry["summary"] for entry in found] == ["Second words", "We have 12,000 m³ of it a year."]


@pytest.mark.usefixtures("english")
def test_cards_lead_to_the_version_that_the_reader_reads_and_name_nothing_that_is_hidden(site, client):
    sheet, draft = make_page(SheetPage, title="Steam"), make_page(SheetPage, title="Kept secret")
    topic = make_topic(body=f"[a]({sheet.url}) [b]({draft.url})")
    draft.unpublish()
    hidden = make_post(topic=topic, body=f"[a]({make_page(SheetPage, title='Named in what is hidden').url})")
    hide_post(UserFactory(groups=["Coordinators"]), hidden)
    page = client.get(topic.get_absolute_url())
    address = sheet.get_absolute_url()
    assert [tag["href"] for tag in elements(page, "a") if tag.get("href") == address] == [
        address,
        address,
    ]
    words = page.content.decode()
    assert ["Kept secret" in words, "Named in what is hidden" in words] == [False, False]
