"""The limits on links and posts of newcomers. Refused text is redisplayed."""

import pytest
from django.core.exceptions import ValidationError

from community.forum.models import Post, Topic
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.people import UserFactory
from tests.reading import texts
from website.replies import handlers

pytestmark = pytest.mark.django_db
TOO_MANY = "Your first posts can have up to 2 links to other sites. Remove some links."
TOO_FAST = "You have written many posts in a short time. Wait an hour, then send this one."


@pytest.fixture
def topic(site):
    return make_topic(UserFactory(), make_board())


@pytest.fixture
def newcomer(client):
    user = UserFactory(language="en")
    client.force_login(user)
    return user


def reply(client, topic, body: str):
    return client.post(f"/en/discussions/{topic.pk}/reply/", {"body": body})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("https://a.example http://b.example", 302),
        ("https://a.example http://b.example www.c.example", 400),
        ("[a](//a.example) <https://b.example> [c]: HTTPS://c.example", 400),
        ("http://localhost:8000/fr/fiches/a/ " * 3 + "https://a.example https://b.example", 302),
        ("http://localhost:8000.evil.example/ " * 3, 400),
    ],
)
def test_the_number_of_external_links_is_limited(client, newcomer, topic, body, status):
    response = reply(client, topic, body)
    assert response.status_code == status
    if status == 400:
        assert [texts(response, "textarea"), TOO_MANY in response.content.decode()] == [[body.strip()], True]
        assert Post.objects.filter(author=newcomer).count() == 0


def test_the_limits_apply_to_new_topics_and_edits(client, newcomer, topic):
    body = "https://a.example " * 3
    data = {"board": topic.board.slug, "kind": "talk", "title": "Look", "language": "en", "body": body}
    response = client.post("/en/discussions/new/", data)
    assert [response.status_code, TOO_MANY in response.content.decode(), Topic.objects.count()] == [400, True, 1]
    own = make_post(newcomer, topic)
    assert client.post(f"/en/posts/{own.pk}/edit/", {"body": body}).status_code == 400


def test_a_newcomer_may_write_five_posts_an_hour(client, newcomer, topic, settings):
    settings.NEWCOMERS = {**settings.NEWCOMERS, "until_posts": 100}
    answers = [reply(client, topic, f"Thought {number}.") for number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert [texts(answers[5], "textarea"), TOO_FAST in answers[5].content.decode()] == [["Thought 5."], True]
    data = {"board": topic.board.slug, "kind": "talk", "title": "Look", "language": "en", "body": "x"}
    assert client.post("/en/discussions/new/", data).status_code == 429


def test_the_limits_end_with_three_visible_posts(client, newcomer, topic):
    for _ in range(2):
        make_post(newcomer, topic)
    waits = make_post(newcomer, topic)
    Post.objects.filter(pk=waits.pk).update(state="hidden")
    assert reply(client, topic, "https://a.example " * 3).status_code == 400
    Post.objects.filter(pk=waits.pk).update(state="shown")
    assert reply(client, topic, "https://a.example " * 3).status_code == 302


@pytest.mark.usefixtures("english")
def test_the_limits_apply_to_answers_by_mail(newcomer, topic, settings):
    settings.NEWCOMERS = {**settings.NEWCOMERS, "until_posts": 100}
    deliver = handlers.handler_for(Topic).deliver
    with pytest.raises(ValidationError, match="Your first posts can have up to 2 links"):
        deliver(newcomer, topic, "https://a.example " * 3, [], "<1@example.org>")
    for number in range(5):
        deliver(newcomer, topic, f"Thought {number}.", [], f"<{number}@example.org>")
    with pytest.raises(ValidationError, match="You have written many posts"):
        deliver(newcomer, topic, "One more.", [], "<6@example.org>")


def test_the_limits_do_not_apply_to_coordinators(client, topic):
    client.force_login(UserFactory(groups=["Coordinators"]))
    assert reply(client, topic, "https://a.example " * 3).status_code == 302
