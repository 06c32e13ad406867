"""What somebody new writes has few links and comes slowly; what they typed is kept when it is too much."""

import pytest
from django.core.exceptions import ValidationError

from community.forum.models import Post, Topic
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.people import UserFactory
from tests.reading import texts
from website.replies import handlers

pytestmark = pytest.mark.django_db
TOO_MANY = "Your first posts may have 2 links that lead out of this site at most: leave some out."
TOO_FAST = "You have written many posts in a short time. Please wait an hour, then send this one."


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
def test_links_out_of_the_site_are_few(client, newcomer, topic, body, status):
    response = reply(client, topic, body)
    assert response.status_code == status
    if status == 400:
        assert [texts(response, "textarea"), TOO_MANY in response.content.decode()] == [[body.strip()], True]
        assert Post.objects.filter(author=newcomer).count() == 0


def test_a_topic_and_a_change_are_held_to_the_same(client, newcomer, topic):
    body = "https://a.example " * 3
    data = {"board": topic.board.slug, "kind": "talk", "title": "Look", "language": "en", "body": body}
    response = client.post("/en/discussions/new/", data)
    assert [response.status_code, TOO_MANY in response.content.decode(), Topic.objects.count()] == [400, True, 1]
    own = make_post(newcomer, topic)
    assert client.post(f"/en/posts/{own.pk}/edit/", {"body": body}).status_code == 400


def test_five_posts_an_hour(client, newcomer, topic, settings):
    settings.NEWCOMERS = {**settings.NEWCOMERS, "until_posts": 100}
    answers = [reply(client, topic, f"Thought {number}.") for number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert [texts(answers[5], "textarea"), TOO_FAST in answers[5].content.decode()] == [["Thought 5."], True]
    data = {"board": topic.board.slug, "kind": "talk", "title": "Look", "language": "en", "body": "x"}
    assert client.post("/en/discussions/new/", data).status_code == 429


def test_whoever_has_three_posts_that_others_read_is_new_no_more(client, newcomer, topic):
    for _ in range(2):
        make_post(newcomer, topic)
    waits = make_post(newcomer, topic)
    Post.objects.filter(pk=waits.pk).update(state="hidden")
    assert reply(client, topic, "https://a.example " * 3).status_code == 400
    Post.objects.filter(pk=waits.pk).update(state="shown")
    assert reply(client, topic, "https://a.example " * 3).status_code == 302


@pytest.mark.usefixtures("english")
def test_what_comes_by_mail_is_held_to_the_same(newcomer, topic, settings):
    settings.NEWCOMERS = {**settings.NEWCOMERS, "until_posts": 100}
    deliver = handlers.handler_for(Topic).deliver
    with pytest.raises(ValidationError, match="Your first posts may have 2 links"):
        deliver(newcomer, topic, "https://a.example " * 3, [], "<1@example.org>")
    for number in range(5):
        deliver(newcomer, topic, f"Thought {number}.", [], f"<{number}@example.org>")
    with pytest.raises(ValidationError, match="You have written many posts"):
        deliver(newcomer, topic, "One more.", [], "<6@example.org>")


def test_coordinators_are_not_new(client, topic):
    client.force_login(UserFactory(groups=["Coordinators"]))
    assert reply(client, topic, "https://a.example " * 3).status_code == 302
