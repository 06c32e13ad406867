"""What a post's Markdown becomes: HTML to show, words to find, people and things that it names.

A member is named as `@` and the end of their entry's address, as in `@amelie-weber`; a text, an organisation or a
topic by a link to its address on this site.
"""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

from community.forum.targets import target_at
from community.members.enums import Visibility
from community.members.models import Member
from website.core.fields import MARKDOWN_OPTIONS, MARKDOWN_RULES, render_markdown

MOST_MENTIONS = 20
MOST_CITATIONS = 20
_NAME = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)")


def _mention(state, silent: bool) -> bool:
    """A rule of markdown-it: `@name`, where it names somebody whom the author may find, is a link to their entry."""
    before = state.src[state.pos - 1] if state.pos else " "
    found = _NAME.match(state.src, state.pos)
    person = found and state.env.get("people", {}).get(found[1])
    if person is None or before.isalnum() or before in "./_-@":
        return False
    if not silent:
        state.push("link_open", "a", 1).attrSet("href", f"/members/{found[1]}/")
        state.push("text", "", 0).content = f"@{person}"
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


_PARSER = MarkdownIt("commonmark", MARKDOWN_OPTIONS).enable(MARKDOWN_RULES)
_PARSER.inline.ruler.before("link", "mention", _mention)


@dataclass(frozen=True)
class RenderedPost:
    """`people` are members' accounts, `things` rows of the site."""

    html: str
    plain: str
    people: list
    things: list


def render_post(body: str, author, board) -> RenderedPost:
    """The HTML and all else of a post that `author` writes on `board`."""
    people = _people(body, author, board)
    env = {"people": {member.slug: str(member) for member in people}}
    tokens = _PARSER.parse(body, env)
    html = render_markdown(body, parser=_PARSER, env=env)
    return RenderedPost(html, _words(tokens), [member.user for member in people], _things(tokens))


def _people(body: str, author, board) -> list[Member]:
    """Members whom the author may find; on a board that everybody reads, those whom everybody may."""
    names = list(dict.fromkeys(_NAME.findall(body)))[:MOST_MENTIONS]
    if not names:
        return []
    found = Member.objects.visible_to(author).filter(slug__in=names).select_related("user")
    return [member for member in found if not board.is_public or member.visibility == Visibility.PUBLIC]


def _words(tokens) -> str:
    lines = []
    for token in tokens:
        if token.type == "inline":
            lines.append("".join(_text(child) for child in token.children))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip())
    return "\n".join(lines)


def _text(token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content


def _things(tokens) -> list:
    """What the links to this site lead to, each once."""
    addresses = [
        str(child.attrGet("href"))
        for token in tokens
        if token.type == "inline"
        for child in token.children
        if child.type == "link_open"
    ]
    found = (target_at(address) for address in dict.fromkeys(addresses[:MOST_CITATIONS]))
    return list({(type(thing), thing.pk): thing for thing in found if thing is not None}.values())
