"""Texts that have grown from topics, made through the site's own action."""

from community.forum.models import Topic
from community.knowledge.actions import make_knowledge
from community.knowledge.enums import Kind
from community.knowledge.models import Credit, Origin
from tests.factories.forum import make_post, make_topic
from tests.factories.people import MemberFactory


def make_person(**fields):
    """A member whom everybody may know."""
    return MemberFactory(**fields).user


def make_talk(asker=None, answerers=(), **fields) -> Topic:
    """A topic with an answer of each of these people."""
    topic = make_topic(asker or make_person(), **fields)
    for number, person in enumerate(answerers or [make_person()]):
        make_post(person, topic, f"A plate heat exchanger, number {number}.")
    topic.refresh_from_db()
    return topic


def make_origin(maker=None, topic: Topic | None = None, kind: str = Kind.SHEET, **fields) -> Origin:
    """A draft of all posts of a topic, made by who asked."""
    topic = topic or make_talk()
    posts = list(topic.posts.values_list("pk", flat=True))
    words = {"title": "Heat from condensate", "posts": posts, **fields}
    return make_knowledge(maker or topic.author, topic, kind=Kind(kind), **words).origin


def credit_of(origin: Origin, user) -> Credit:
    return origin.credits.get(user=user)
