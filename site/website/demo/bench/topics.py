"""Create thousands of topics and posts in bulk, with texts from the sheets of the demo."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.text import Truncator

from community.forum.enums import BoardAudience, TopicKind
from community.forum.models import Board, Post, Topic
from experiences.sheets.models import SheetPage
from website.accounts.models import User
from website.core.fields import render_markdown
from website.topics.models import Theme

BOARDS, POSTS_EACH = 12, 10
BATCH = 1000
WORDS = 400


def fill_topics(number: int, most_posts: int, progress: Callable[[Iterable], Iterable]) -> int:
    """Create topics with `POSTS_EACH` posts until there are `number`, and extend the first to `most_posts`.

    Return how many topics were created.
    """
    existing = Topic.objects.filter(board__slug__startswith="bench-").count()
    if existing >= number:
        return 0
    random = Random(existing)  # noqa: S311 - repeatable, not secret
    people, texts = list(User.objects.filter(is_active=True)), _texts()
    boards, themes = _boards(), list(Theme.objects.all())
    for size in progress(_batches(number - existing)):
        with transaction.atomic():
            topics = _topics(size, random, people, boards, texts)
            through = Topic.themes.through
            through.objects.bulk_create(
                through(topic=topic, theme=theme) for topic in topics for theme in random.sample(themes, 2)
            )
            posts = [post for topic in topics for post in _posts(topic, POSTS_EACH, random, people, texts)]
            Post.objects.bulk_create(posts, batch_size=BATCH)
    longest = Topic.objects.filter(board__slug__startswith="bench-").order_by("pk").first()
    if longest.post_count < most_posts:
        more = _posts(longest, most_posts, random, people, texts)[POSTS_EACH:]
        Post.objects.bulk_create(more, batch_size=BATCH)
        Topic.objects.filter(pk=longest.pk).update(
            post_count=most_posts, newest_position=most_posts, last_position=most_posts
        )
    last = Post.objects.filter(topic=OuterRef("pk"), position=OuterRef("newest_position"))
    Topic.objects.filter(last_post=None).update(last_post=Subquery(last.values("pk")))
    return number - existing


def longest_topic() -> Topic:
    return Topic.objects.order_by("-post_count", "pk").first()


def _batches(number: int) -> list[int]:
    return [min(BATCH, number - start) for start in range(0, number, BATCH)]


def _texts() -> list[str]:
    """Return paragraphs of the usual length of a post."""
    found = SheetPage.objects.live().values_list("context", flat=True)[:200]
    return [Truncator(text).chars(WORDS) for text in found if text.strip()]


def _boards() -> list[Board]:
    return [
        Board.objects.get_or_create(
            slug=f"bench-{number}",
            defaults={
                "name_fr": f"Rubrique {number}",
                "audience": BoardAudience.MEMBERS if number % 4 == 3 else BoardAudience.PUBLIC,
            },
        )[0]
        for number in range(BOARDS)
    ]


def _topics(size: int, random: Random, people, boards, texts) -> list[Topic]:
    now, codes = timezone.now(), [code for code, _name in settings.LANGUAGES]
    rows = []
    for _ in range(size):
        started = now - timedelta(minutes=random.randint(60, 700_000))
        rows.append(
            Topic(
                board=random.choice(boards),
                kind=random.choice(TopicKind.values),
                title=Truncator(random.choice(texts)).chars(90),
                language=random.choice(codes),
                author=random.choice(people),
                created_at=started,
                post_count=POSTS_EACH,
                newest_position=POSTS_EACH,
                last_position=POSTS_EACH,
                last_post_at=started + timedelta(minutes=POSTS_EACH),
            )
        )
    return Topic.objects.bulk_create(rows)


def _posts(topic: Topic, number: int, random: Random, people, texts) -> list[Post]:
    return list(_each_post(topic, number, random, people, texts))


def _each_post(topic: Topic, number: int, random: Random, people, texts) -> Iterator[Post]:
    for position in range(1, number + 1):
        body = random.choice(texts)
        yield Post(
            topic=topic,
            position=position,
            author=random.choice(people),
            body=body,
            stored_html=render_markdown(body),
            stored_text=body,
            created_at=topic.created_at + timedelta(minutes=position),
        )
