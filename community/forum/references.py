"""References in stored posts to people and to quoted posts, and what readers are shown for them.

Posts are stored without names. The Markdown has `@member:12` for the person with account 12, and a quotation
begins with the line `> #post-34`; the HTML has an empty `<span>` in these places, which no typed text can produce. The
present name, as readers of one level may see it, and the link are filled in each time the post is shown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from community.forum.enums import BoardAudience, State
from community.members.audiences import name_at

MEMBER = re.compile(r"@member:([1-9][0-9]{0,8})(?![0-9])")
QUOTED_POST = re.compile(r"#post-([1-9][0-9]{0,8})")
_QUOTED_LINE = re.compile(rf"^((?: {{0,3}}>)+ ?){QUOTED_POST.pattern}[ \t]*$", re.MULTILINE)
_PLACEHOLDER = re.compile(r'<span data-(person|name|post)="([0-9]+)"></span>')
# Tags that the sanitiser allows besides those of Markdown. `data-name` is a person within a link.
PLACEHOLDER_TAGS = {"span": {"data-person", "data-name", "data-post"}}


@dataclass(frozen=True)
class Person:
    """A name for readers of one level. Both are empty if they may not see it; `slug` also if there is no entry to link to."""

    name: str = ""
    slug: str = ""


@dataclass(frozen=True)
class QuotedPost:
    """A post that is shown. `author` is None if the account has been erased."""

    author: Person | None
    board_id: int
    audience: str


@dataclass(frozen=True)
class References:
    """What readers of one level are shown for the references in some texts.

    `people` and `posts` are by primary key. A person who is None has been erased. Keys that are missing are shown
    without a name, so a text is anonymous unless its references were looked up.
    """

    people: dict[int, Person | None] = field(default_factory=dict)
    posts: dict[int, QuotedPost] = field(default_factory=dict)

    def html(self, stored_html: str, post=None) -> SafeString:
        """Fill in the placeholders of stored HTML. `post` is the post it belongs to, None for a text shown to its writer only."""
        filled = _PLACEHOLDER.sub(lambda found: self._html(found[1], int(found[2]), post), stored_html)
        return mark_safe(filled)  # noqa: S308 - sanitised by `texts.render_post`, escaped by `_html`

    def text(self, stored_text: str) -> str:
        """Fill in the references of stored plain text."""
        return MEMBER.sub(lambda found: self._name(int(found[1])), stored_text)

    def markdown(self, body: str, post=None) -> str:
        """Fill in the references of stored Markdown, as for the plain text of an email."""
        body = _QUOTED_LINE.sub(lambda found: found[1] + self._heading(int(found[2]), post)[0], body)
        return self.text(body)

    def _html(self, kind: str, pk: int, post) -> str:
        if kind == "post":
            words, is_linked = self._heading(pk, post)
            address = reverse("post", args=[pk]) if is_linked else ""
        else:
            words, person = self._name(pk), self.people.get(pk)
            is_linked = kind == "person" and person is not None and person.slug
            address = reverse("member", args=[person.slug]) if is_linked else ""
        if not address:
            return format_html("{}", words)
        return format_html('<a href="{}" rel="noopener nofollow">{}</a>', address, words)

    def _name(self, pk: int) -> str:
        person = self.people.get(pk, Person())
        if person is None:
            return _("a former member")
        return f"@{person.name}" if person.name else _("a member")

    def _heading(self, pk: int, post) -> tuple[str, bool]:
        """Return the line above a quotation, and whether it links to the quoted post."""
        quoted = self.posts.get(pk)
        if quoted is None or not _may_be_named_in(quoted, post):
            return _("A member wrote:"), False
        if quoted.author is None:
            return _("A former member wrote:"), True
        if not quoted.author.name:
            return _("A member wrote:"), True
        return _("%(name)s wrote:") % {"name": quoted.author.name}, True


NOBODY = References()


def _may_be_named_in(quoted: QuotedPost, post) -> bool:
    """Return whether everybody who may read `post` may read the quoted one."""
    if post is None or quoted.audience == BoardAudience.PUBLIC:
        return True
    board = post.topic.board
    return quoted.board_id == board.pk or (quoted.audience == BoardAudience.MEMBERS and not board.is_public)


def references_in(texts: Iterable[str], level, readable=None) -> References:
    """Look up all references in these texts for readers of that level, in two statements at most.

    If the texts are shown to one reader only, `readable` is the queryset of posts that this reader may read.
    """
    people, posts = set(), set()
    for text in texts:
        people.update(int(pk) for pk in MEMBER.findall(text))
        posts.update(int(pk) for _quote, pk in _QUOTED_LINE.findall(text))
        for kind, pk in _PLACEHOLDER.findall(text):
            (posts if kind == "post" else people).add(int(pk))
    readable = apps.get_model("forum.Post").objects.all() if readable is None else readable
    return References(
        _people(people, level) if people else {}, _posts(readable.filter(pk__in=posts), level) if posts else {}
    )


def show_references(posts: Iterable, level) -> None:
    """Set `references` on these posts, which `html`, `text` and `markdown` use, for readers of that level."""
    posts = list(posts)
    # Deferred fields are not shown, so they are not loaded here either.
    names = ("stored_html", "stored_text", "body")
    texts = [post.__dict__[name] for post in posts for name in names if name in post.__dict__]
    references = references_in(texts, level)
    for post in posts:
        post.references = references


def _people(keys: set[int], level) -> dict[int, Person | None]:
    rows = get_user_model().objects.filter(pk__in=keys).select_related("member")
    return {**dict.fromkeys(keys), **{row.pk: _person(row, level) for row in rows}}


def _person(user, level) -> Person:
    name, member = name_at(level, user), getattr(user, "member", None)
    return Person(name, member.slug if name and member else "")


def _posts(rows, level) -> dict[int, QuotedPost]:
    """Return the posts among `rows` that are shown, by key."""
    rows = rows.filter(state=State.SHOWN, topic__state=State.SHOWN)
    rows = rows.select_related("topic__board", "author__member").defer("body", "stored_html", "stored_text")
    return {
        row.pk: QuotedPost(row.author and _person(row.author, level), row.topic.board_id, row.topic.board.audience)
        for row in rows
    }
