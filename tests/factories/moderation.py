"""Reports, decisions, and the posts that they concern."""

from community.forum.models import Board, Post
from community.moderation.actions.cases import report
from community.moderation.actions.deciding import DecisionChoice, decide
from community.moderation.enums import DecisionAction
from community.moderation.models import Case, Decision, Report
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.people import UserFactory

REASONS = {"ground": "respect", "clause": "article 4", "words": "It insults a colleague."}


def person(name: str, **fields):
    """Create a user whose language is English."""
    return UserFactory(first_name=name, last_name="Roth", language="en", email=f"{name.lower()}@example.org", **fields)


def make_shown_post(author=None, board: Board | None = None, **fields) -> Post:
    """Create a published second post in a topic, both by `author`."""
    author = author or UserFactory()
    return make_post(author, make_topic(author, board or make_board()), **fields)


def make_waiting_post(author=None, board: Board | None = None) -> Post:
    """Create a topic that waits for approval; return its first post."""
    topic = make_topic(author or UserFactory(), board or make_board(first_posts_wait=1))
    return topic.posts.get()


def make_report(post: Post, reporter=None, **fields) -> Report:
    values = {"reason": "insulting", "words": "Third line.", "language": "en", **fields}
    return report(post, reporter=reporter if "email" in fields else reporter or UserFactory(), **values)


def make_decision(moderator, post: Post, verb: str = "hide", **fields) -> Decision:
    choice = DecisionChoice(DecisionAction(verb), **{**REASONS, **fields})
    seen = Case.objects.of(post).values_list("last_decision", flat=True).first()
    return decide(moderator, post, choice, seen=seen)
