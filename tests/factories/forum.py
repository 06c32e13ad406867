"""Boards, topics and posts; topics and posts are created through the app's own actions."""

from itertools import count

from community.forum.actions.posting import add_post, start_topic
from community.forum.enums import BoardAudience
from community.forum.models import Board, BoardMember, Post, Topic
from tests.factories.people import MemberFactory, UserFactory

_numbers = count(1)


def make_board(audience: str = BoardAudience.PUBLIC, *, members=(), moderators=(), **fields) -> Board:
    number = next(_numbers)
    names = {"slug": f"board-{number}", "name_fr": f"Chaleur {number}", "name_en": f"Heat {number}"}
    board = Board.objects.create(**{**names, "audience": audience, **fields})
    for user in members:
        BoardMember.objects.create(board=board, user=user)
    for user in moderators:
        BoardMember.objects.create(board=board, user=user, is_moderator=True)
    return board


def make_topic(author=None, board: Board | None = None, **fields) -> Topic:
    defaults = {"title": "Who uses condensate at 60 °C?", "body": "We have 12,000 m³ of it a year.", "language": "en"}
    topic = start_topic(author or UserFactory(), board or make_board(), **{**defaults, "kind": "question", **fields})
    topic.refresh_from_db()
    return topic


def make_post(author=None, topic: Topic | None = None, body: str = "A plate heat exchanger does it.") -> Post:
    return add_post(author or UserFactory(), topic or make_topic(), body)


def long_topic(number: int, author=None) -> Topic:
    """Create a topic of `number` posts with a bulk insert."""
    author = author or MemberFactory().user
    topic = make_topic(author)
    Post.objects.bulk_create(
        Post(
            topic=topic, author=author, position=position, body=f"No. {position}", stored_html=f"<p>No. {position}</p>"
        )
        for position in range(2, number + 1)
    )
    last = topic.posts.order_by("position").last()
    summary = {"post_count": number, "newest_position": number, "last_position": number, "last_post": last}
    Topic.objects.filter(pk=topic.pk).update(**summary, last_post_at=last.created_at)
    topic.refresh_from_db()
    return topic
