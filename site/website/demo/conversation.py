"""The demo's boards, topics and posts: written, answered, thanked for and put in order through the forum's own actions.

A row of posts is `[who, text, {what became of it}]`; `after` says how many days later than the one before it came. In a
text, `page:key`, `organisation:slug` and `topic:key` stand for the addresses of the demo's own texts, organisations and
topics in the topic's language. `asked` says who asked whom to help with a question.
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
_ADDRESS = re.compile(r"\]\((page|organisation|topic):([a-z0-9-]+)\)")
_OPENS, _CLOSES, _WEEKEND = 7, 20, 5
_DAY = 24 * 60


def load_conversation(shelf, users: dict) -> dict[str, Topic]:
    """Boards first, then topics from the oldest to the newest: a text may cite what was said before it."""
    boards, moderators = {}, {}
    for row in load_content("talk_*.toml", "board"):
        board = _board(row, shelf, users)
        boards[board.slug], moderators[board.slug] = board, users[row["moderators"][0]]
    topics = shelf.topics
    for row in sorted(load_content("talk_*.toml", "topic"), key=lambda row: (-row["days"], row["key"])):
        talk = Talk(row, shelf, users, moderators[row["board"]])
        topics[row["key"]] = talk.written(boards[row["board"]])
    for row in load_content("talk_*.toml", "topic"):
        if "merge_into" in row:
            moderating.merge(shelf.coordinator, topics[row["key"]], topics[row["merge_into"]])
    for row in load_content("talk_*.toml", "topic"):
        for who, whom in row.get("asked", ()):
            topic = topics[row["key"]]
            ask_expert(users[who], topic, _expert(whom, shelf, users), moment=topic.created_at + timedelta(hours=3))
    return topics


def _expert(key: str, shelf, users: dict):
    """A member, or an `organisation:slug`."""
    kind, _colon, slug = key.partition(":")
    return shelf.organisations[slug] if slug else users[kind].member


def _board(row: dict, shelf, users: dict) -> Board:
    board = Board.objects.create(
        **{name: row[name] for name in (*NAMES, *SETTINGS) if name in row},
        theme=shelf.themes.get(row.get("theme")),
        territory=shelf.territories.get(row.get("territory")),
    )
    moderators, members = row["moderators"], row.get("members", ())
    BoardMember.objects.bulk_create(
        BoardMember(board=board, user=users[key], is_moderator=key in moderators) for key in (*moderators, *members)
    )
    return board


class Talk:
    """One topic on its way from the file to the site."""

    def __init__(self, row: dict, shelf, users: dict, moderator):
        self.row, self.shelf, self.users, self.moderator = row, shelf, users, moderator
        self.entries = [(who, text, what[0] if what else {}) for who, text, *what in row["posts"]]

    def written(self, board: Board) -> Topic:
        row, moments = self.row, self._moments(len(self.entries))
        who, text, what = self.entries[0]
        about = self.shelf.pages[row["about"]] if "about" in row else None
        topic = posting.start_topic(
            self.users[who],
            board,
            body=self._addressed(what.get("before", text)),
            title=row["title"],
            kind=row["kind"],
            language=row["language"],
            themes=[self.shelf.themes[slug] for slug in row.get("themes", ())],
            territories=[self.shelf.territories[slug] for slug in row.get("territories", ())],
            target=about and about.text,
            moment=moments[0],
        )
        posts = [topic.posts.get()]
        self._let_in(posts[0], what)
        for moment, (who, text, what) in zip(moments[1:], self.entries[1:], strict=True):
            body = self._addressed(what.get("before", text))
            posts.append(posting.add_post(self.users[who], topic, body, moment=moment))
            self._let_in(posts[-1], what)
        for post, (who, text, what) in zip(posts, self.entries, strict=True):
            self._becomes(topic, post, self.users[who], text, what)
        self._sort(topic, posts)
        return topic

    def _let_in(self, post: Post, what: dict) -> None:
        if post.position is None and not what.get("waits"):
            decide(self.moderator, post, DecisionChoice(DecisionAction.APPROVE), seen=None)
            post.refresh_from_db()

    def _becomes(self, topic: Topic, post: Post, author, text: str, what: dict) -> None:
        if "before" in what:
            posting.edit_post(author, post, self._addressed(text), what["why"])
            moment = post.created_at + timedelta(minutes=40)
            Edit.objects.filter(post=post).update(edited_at=moment)
            Post.objects.filter(pk=post.pk).update(edited_at=moment)
        for key in what.get("thanks", ()):
            posting.thank(self.users[key], post)
        if what.get("accepted"):
            posting.accept_answer(topic.author, topic, post)
            posting.thank(topic.author, post)
        if what.get("deleted"):
            posting.delete_post(author, post)
            Post.objects.filter(pk=post.pk).update(deleted_at=post.created_at + timedelta(minutes=25))
        if case := what.get("hidden") or what.get("reported"):
            reporter = self.users[case["reporter"]]
            report(
                post,
                reason=ReportReason(case["reason"]),
                words=case["report"],
                language=reporter.language,
                reporter=reporter,
            )
        if case := what.get("hidden"):
            hide = DecisionChoice(DecisionAction.HIDE, ground=DecisionGround.PERSONAL_DATA, words=case["words"])
            decide(self.moderator, post, hide, seen=None)

    def _sort(self, topic: Topic, posts: list[Post]) -> None:
        row = self.row
        if "split" in row:
            chosen = [posts[position - 1].pk for position in row["split"]["posts"]]
            moderating.split(self.moderator, topic, chosen, title=row["split"]["title"])
        if row.get("pinned"):
            moderating.pin(self.moderator, topic, True)
        if row.get("locked"):
            moderating.lock(self.moderator, topic, True)

    def _moments(self, number: int) -> list[datetime]:
        """In office hours, one after the other, and the last of them is past."""
        row, now = self.row, timezone.now()
        lots = [crc32(f"{row['key']}/{position}".encode()) for position in range(number)]
        first = datetime.combine(timezone.localdate() - timedelta(days=row["days"]), time(_OPENS))
        moments = [timezone.make_aware(first + timedelta(minutes=lots[0] % (10 * 60)))]
        # Most answers come within two days, some an hour later, few after a week.
        gaps = [(40, 180, _DAY, 2 * _DAY, 7 * _DAY)[lot % 5] * (50 + lot % 97) // 100 for lot in lots[1:]]
        later = [what.get("after") for _who, _text, what in self.entries[1:]]
        gaps = [days * _DAY if days else gap for days, gap in zip(later, gaps, strict=True)]
        left = (row["days"] - 1) * _DAY
        for gap in gaps:
            minutes = gap if sum(gaps) <= left else gap * left // sum(gaps)
            moments.append(_in_office_hours(moments[-1] + timedelta(minutes=minutes)))
        return [min(moment, now - timedelta(minutes=number - place)) for place, moment in enumerate(moments)]

    def _addressed(self, text: str) -> str:
        return _ADDRESS.sub(lambda match: f"]({self._address(*match.groups())})", text.strip())

    def _address(self, kind: str, key: str) -> str:
        language = self.row["language"]
        if kind == "page":
            return sections.reader_url(self.shelf.pages[key], language)
        if kind == "organisation":
            return f"/{language}/organisations/{self.shelf.organisations[key].slug}/"
        return f"/{language}/discussions/{self.shelf.topics[key].pk}/"


def _in_office_hours(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    if local.hour >= _CLOSES:
        local += timedelta(hours=24 - _CLOSES + _OPENS)
    elif local.hour < _OPENS:
        local += timedelta(hours=_OPENS)
    while local.weekday() >= _WEEKEND:
        local += timedelta(days=1)
    return local
