"""Load the demo's boards, topics and posts with the forum's own actions.

A row of `posts` is `[author, text, options]`. The options list what happens to the post (`thanks`, `accepted`,
`hidden`, …); `after` is the number of days since the previous post. In a text, `page:key`, `organisation:slug` and
`topic:key` are replaced by URLs in the topic's language. `asked` lists who asked which expert about a question.
"""

import re
from datetime import datetime, time, timedelta
from zlib import crc32

from django.utils import timezone

from community.experts.actions import ask_expert
from community.forum.actions import moderating, posting
from community.forum.models import Board, BoardMember, Edit, Post, Topic
from community.moderation.actions.cases import report
from community.moderation.actions.deciding import DecisionChoice, decide
from community.moderation.enums import DecisionAction, DecisionGround, ReportReason
from website.core import sections
from website.demo.content import load_content

NAMES = [f"{kind}_{code}" for kind in ("name", "about") for code in ("fr", "de", "nl", "en")]
SETTINGS = ("slug", "audience", "first_posts_wait", "order")
_LINK = re.compile(r"\]\((page|organisation|topic):([a-z0-9-]+)\)")
_OPENS, _CLOSES, _WEEKEND = 7, 20, 5
_DAY = 24 * 60


def load_conversation(context, users: dict) -> dict[str, Topic]:
    """Load boards, then topics from the oldest to the newest, because a text may link to an older one."""
    boards, moderators = {}, {}
    for row in load_content("talk_*.toml", "board"):
        board = _board(row, context, users)
        boards[board.slug], moderators[board.slug] = board, users[row["moderators"][0]]
    topics = context.topics
    for row in sorted(load_content("talk_*.toml", "topic"), key=lambda row: (-row["days"], row["key"])):
        loader = TopicLoader(row, context, users, moderators[row["board"]])
        topics[row["key"]] = loader.create(boards[row["board"]])
    for row in load_content("talk_*.toml", "topic"):
        if "merge_into" in row:
            moderating.merge(context.coordinator, topics[row["key"]], topics[row["merge_into"]])
    for row in load_content("talk_*.toml", "topic"):
        for who, whom in row.get("asked", ()):
            topic = topics[row["key"]]
            ask_expert(users[who], topic, _expert(whom, context, users), moment=topic.created_at + timedelta(hours=3))
    return topics


def _expert(key: str, context, users: dict):
    """Return a member by key, or an organisation for `organisation:slug`."""
    kind, _colon, slug = key.partition(":")
    return context.organisations[slug] if slug else users[kind].member


def _board(row: dict, context, users: dict) -> Board:
    board = Board.objects.create(
        **{name: row[name] for name in (*NAMES, *SETTINGS) if name in row},
        theme=context.themes.get(row.get("theme")),
        territory=context.territories.get(row.get("territory")),
    )
    moderators, members = row["moderators"], row.get("members", ())
    BoardMember.objects.bulk_create(
        BoardMember(board=board, user=users[key], is_moderator=key in moderators) for key in (*moderators, *members)
    )
    return board


class TopicLoader:
    """Creates one topic with its posts from a row of a file."""

    def __init__(self, row: dict, context, users: dict, moderator):
        self.row, self.context, self.users, self.moderator = row, context, users, moderator
        self.entries = [(who, text, options[0] if options else {}) for who, text, *options in row["posts"]]

    def create(self, board: Board) -> Topic:
        row, moments = self.row, self._moments(len(self.entries))
        who, text, options = self.entries[0]
        about = self.context.pages[row["about"]] if "about" in row else None
        topic = posting.start_topic(
            self.users[who],
            board,
            body=self._with_urls(options.get("before", text)),
            title=row["title"],
            kind=row["kind"],
            language=row["language"],
            themes=[self.context.themes[slug] for slug in row.get("themes", ())],
            territories=[self.context.territories[slug] for slug in row.get("territories", ())],
            target=about and about.text,
            moment=moments[0],
        )
        posts = [topic.posts.get()]
        self._approve(posts[0], options)
        for moment, (who, text, options) in zip(moments[1:], self.entries[1:], strict=True):
            body = self._with_urls(options.get("before", text))
            posts.append(posting.add_post(self.users[who], topic, body, moment=moment))
            self._approve(posts[-1], options)
        for post, (who, text, options) in zip(posts, self.entries, strict=True):
            self._apply_options(topic, post, self.users[who], text, options)
        self._moderate(topic, posts)
        return topic

    def _approve(self, post: Post, options: dict) -> None:
        if post.position is None and not options.get("waits"):
            decide(self.moderator, post, DecisionChoice(DecisionAction.APPROVE), seen=None)
            post.refresh_from_db()

    def _apply_options(self, topic: Topic, post: Post, author, text: str, options: dict) -> None:
        if "before" in options:
            posting.edit_post(author, post, self._with_urls(text), options["why"])
            moment = post.created_at + timedelta(minutes=40)
            Edit.objects.filter(post=post).update(edited_at=moment)
            Post.objects.filter(pk=post.pk).update(edited_at=moment)
        for key in options.get("thanks", ()):
            posting.thank(self.users[key], post)
        if options.get("accepted"):
            posting.accept_answer(topic.author, topic, post)
            posting.thank(topic.author, post)
        if options.get("deleted"):
            posting.delete_post(author, post)
            Post.objects.filter(pk=post.pk).update(deleted_at=post.created_at + timedelta(minutes=25))
        if case := options.get("hidden") or options.get("reported"):
            reporter = self.users[case["reporter"]]
            report(
                post,
                reason=ReportReason(case["reason"]),
                words=case["report"],
                language=reporter.language,
                reporter=reporter,
            )
        if case := options.get("hidden"):
            hide = DecisionChoice(DecisionAction.HIDE, ground=DecisionGround.PERSONAL_DATA, words=case["words"])
            decide(self.moderator, post, hide, seen=None)

    def _moderate(self, topic: Topic, posts: list[Post]) -> None:
        row = self.row
        if "split" in row:
            chosen = [posts[position - 1].pk for position in row["split"]["posts"]]
            moderating.split(self.moderator, topic, chosen, title=row["split"]["title"])
        if row.get("pinned"):
            moderating.pin(self.moderator, topic, True)
        if row.get("locked"):
            moderating.lock(self.moderator, topic, True)

    def _moments(self, number: int) -> list[datetime]:
        """Return increasing times in office hours, all of them in the past."""
        row, now = self.row, timezone.now()
        numbers = [crc32(f"{row['key']}/{position}".encode()) for position in range(number)]
        first = datetime.combine(timezone.localdate() - timedelta(days=row["days"]), time(_OPENS))
        moments = [timezone.make_aware(first + timedelta(minutes=numbers[0] % (10 * 60)))]
        # Most answers come within two days, some an hour later, few after a week.
        gaps = [(40, 180, _DAY, 2 * _DAY, 7 * _DAY)[n % 5] * (50 + n % 97) // 100 for n in numbers[1:]]
        fixed_days = [options.get("after") for _who, _text, options in self.entries[1:]]
        gaps = [days * _DAY if days else gap for days, gap in zip(fixed_days, gaps, strict=True)]
        available = (row["days"] - 1) * _DAY
        for gap in gaps:
            minutes = gap if sum(gaps) <= available else gap * available // sum(gaps)
            moments.append(_in_office_hours(moments[-1] + timedelta(minutes=minutes)))
        return [min(moment, now - timedelta(minutes=number - place)) for place, moment in enumerate(moments)]

    def _with_urls(self, text: str) -> str:
        return _LINK.sub(lambda match: f"]({self._url(*match.groups())})", text.strip())

    def _url(self, kind: str, key: str) -> str:
        language = self.row["language"]
        if kind == "page":
            return sections.reader_url(self.context.pages[key], language)
        if kind == "organisation":
            return f"/{language}/organisations/{self.context.organisations[key].slug}/"
        return f"/{language}/discussions/{self.context.topics[key].pk}/"


def _in_office_hours(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    if local.hour >= _CLOSES:
        local += timedelta(hours=24 - _CLOSES + _OPENS)
    elif local.hour < _OPENS:
        local += timedelta(hours=_OPENS)
    while local.weekday() >= _WEEKEND:
        local += timedelta(days=1)
    return local
