"""Members who agree to be asked for help, and questions for them."""

from community.forum.actions.posting import accept_answer
from tests.factories.forum import make_post, make_topic
from tests.factories.people import MemberFactory, UserFactory
from website.topics.models import Theme


def theme(slug: str = "water") -> Theme:
    return Theme.objects.get(slug=slug)


def make_question(author=None, board=None, *, themes=("water",), **fields):
    return make_topic(author, board, themes=[theme(slug) for slug in themes], **fields)


def make_expert(*slugs: str, name: str = "Odile", questions: int = 4, **fields):
    """Create a member with expertise in these themes who agrees to be asked."""
    account = {"user__first_name": name, "user__last_name": "Roth", "user__language": "en"}
    themes = [theme(slug) for slug in slugs]
    return MemberFactory(**{**account, "expertise": themes, "questions_per_month": questions, **fields})


def make_solved(helper, *, board=None, themes=("water",)):
    """Create a question with an accepted answer by `helper`."""
    topic = make_question(UserFactory(), board, themes=themes)
    accept_answer(topic.author, topic, make_post(helper, topic))
    topic.refresh_from_db()
    return topic
