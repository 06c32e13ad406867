"""Texts made from topics, created through the app's own action."""

from community.forum.models import Topic
from community.knowledge.actions import create_text
from community.knowledge.enums import TextKind
from community.knowledge.models import Contribution, Provenance
from tests.factories.forum import make_post, make_topic
from tests.factories.people import MemberFactory


def make_person(**fields):
    """Create a member with a public profile."""
    return MemberFactory(**fields).user


def make_talk(asker=None, answerers=(), **fields) -> Topic:
    """Create a topic with one answer by each of `answerers`."""
    topic = make_topic(asker or make_person(), **fields)
    for number, person in enumerate(answerers or [make_person()]):
        make_post(person, topic, f"A plate heat exchanger, number {number}.")
    topic.refresh_from_db()
    return topic


def make_provenance(creator=None, topic: Topic | None = None, kind: str = TextKind.SHEET, **fields) -> Provenance:
    """Create a draft from all posts of a topic; the default creator is the author of the topic."""
    topic = topic or make_talk()
    posts = list(topic.posts.values_list("pk", flat=True))
    values = {"title": "Heat from condensate", "posts": posts, **fields}
    return create_text(creator or topic.author, topic, kind=TextKind(kind), **values).provenance


def contribution_of(provenance: Provenance, user) -> Contribution:
    return provenance.contributions.get(user=user)
