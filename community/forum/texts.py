"""Rendering of the Markdown of posts to HTML, plain text, mentioned people and cited targets.

A member is mentioned as `@` and the slug of their entry, as in `@amelie-weber`; a text, an organisation or a topic is
cited by a link to its URL on this site. What is stored names nobody: see `references`.
"""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from community.forum.references import MEMBER, PLACEHOLDER_TAGS, QUOTED_POST
from community.forum.targets import target_at
from community.members.models import Member
from website.core.fields import MARKDOWN_OPTIONS, MARKDOWN_RULES, render_markdown

MOST_MENTIONS = 20
MOST_CITATIONS = 20
_NAME = re.compile(r"(?<![./_@-])(?<![^\W_])@(?!member:[1-9])([a-z0-9]+(?:-[a-z0-9]+)*)")
# Replaces names and references while the text is parsed, to find out which of them are not part of code.
_MARKER = re.compile("@\ue000([0-9]+)\ue001")


def _parse_person(state, silent: bool) -> bool:
    """A rule of markdown-it: `@member:12` refers to a person."""
    found = MEMBER.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("person", "span", 0)
        token.attrSet("data-name" if state.linkLevel else "data-person", found[1])
        token.content = found[0]
    state.pos = found.end()
    return True


def _parse_marker(state, silent: bool) -> bool:
    """A rule of markdown-it: add the numbers of markers that are parsed as text to `markers` of the environment."""
    found = _MARKER.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.env.setdefault("markers", set()).add(int(found[1]))
    state.pos = found.end()
    return True


def _parse_quotation(state) -> None:
    """A rule of markdown-it: the line `#post-34` at the beginning of a quotation refers to the quoted post."""
    for opening, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type != "blockquote_open" or paragraph.type != "paragraph_open":
            continue
        first, *others = inline.children or [None]
        found = first and first.type == "text" and QUOTED_POST.fullmatch(first.content.strip())
        if found and (not others or others[0].type in ("softbreak", "hardbreak")):
            inline.children[0] = Token("quotation", "span", 0, {"data-post": found[1]})


def _render_placeholder(self, tokens, place, options, env) -> str:
    return f"<span{self.renderAttrs(tokens[place])}></span>"


_PARSER = MarkdownIt("commonmark", MARKDOWN_OPTIONS).enable(MARKDOWN_RULES)
_PARSER.inline.ruler.before("link", "person", _parse_person)
_PARSER.inline.ruler.before("link", "marker", _parse_marker)
_PARSER.core.ruler.push("quotation", _parse_quotation)
_PARSER.add_render_rule("person", _render_placeholder)
_PARSER.add_render_rule("quotation", _render_placeholder)


@dataclass(frozen=True)
class RenderedPost:
    """What is stored of a text, and what it refers to: `people` are accounts, `targets` rows (see `targets`).

    `body` is Markdown with references in place of names, `html` has placeholders for them, `text` is plain text with
    references. People who are mentioned within a quotation are not included.
    """

    body: str
    html: str
    text: str
    people: list
    targets: list


def render_post(body: str, author) -> RenderedPost:
    """Render a text that `author` posts."""
    body = with_references(body, author)
    tokens = _PARSER.parse(body)
    return RenderedPost(
        body, html_of(body), _plain_text(tokens), _mentioned_people(tokens, author), _cited_targets(tokens)
    )


def html_of(body: str) -> str:
    """Return the HTML to store for Markdown with references: sanitised, with placeholders for the references."""
    return render_markdown(body, parser=_PARSER, placeholders=PLACEHOLDER_TAGS)


def with_references(body: str, author) -> str:
    """Replace each `@name` of somebody whom `author` may find by `@member:12`, except in code."""
    names = list(dict.fromkeys(_NAME.findall(body)))[:MOST_MENTIONS]
    rows = Member.objects.visible_to(author).filter(slug__in=names) if names else Member.objects.none()
    people = dict(rows.values_list("slug", "user"))
    found = [match for match in _NAME.finditer(body) if match[1] in people]
    return _substituted(body, found, lambda match: f"@member:{people[match[1]]}")


def for_editing(body: str, reader) -> str:
    """Replace references by `@name` for `reader` to edit; those to people whom `reader` may not find stay."""
    found = list(MEMBER.finditer(body))
    rows = Member.objects.visible_to(reader).filter(user__in={match[1] for match in found}) if found else None
    names = {} if rows is None else dict(rows.values_list("user", "slug"))
    found = [match for match in found if int(match[1]) in names]
    return _substituted(body, found, lambda match: f"@{names[int(match[1])]}")


def _substituted(body: str, matches: list[re.Match], replacement) -> str:
    """Replace those matches that Markdown parses as text, not as code, by `replacement(match)`."""
    if not matches:
        return body
    env = {}
    _PARSER.parse(_joined(body, matches, lambda number: f"@\ue000{number}\ue001"), env)
    parsed = env.get("markers", ())
    return _joined(
        body, matches, lambda number: replacement(matches[number]) if number in parsed else matches[number][0]
    )


def _joined(body: str, matches: list[re.Match], replacement) -> str:
    pieces, end = [], 0
    for number, match in enumerate(matches):
        pieces += [body[end : match.start()], replacement(number)]
        end = match.end()
    return "".join([*pieces, body[end:]])


def _mentioned_people(tokens, author) -> list:
    """Return the accounts that the text mentions outside quotations, if the author may find them."""
    depth, keys = 0, {}
    for token in tokens:
        depth += token.nesting if token.type in ("blockquote_open", "blockquote_close") else 0
        if token.type == "inline" and not depth:
            keys |= {int(MEMBER.fullmatch(each.content)[1]): None for each in token.children if each.type == "person"}
    if not keys:
        return []
    found = {
        row.user_id: row.user for row in Member.objects.visible_to(author).filter(user__in=keys).select_related("user")
    }
    return [found[key] for key in keys if key in found][:MOST_MENTIONS]


def _plain_text(tokens) -> str:
    lines = []
    for token in tokens:
        if token.type == "inline":
            lines.append("".join(_token_text(child) for child in token.children).strip())
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip())
    return "\n".join(line for line in lines if line)


def _token_text(token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content


def _cited_targets(tokens) -> list:
    """Return the targets of links to this site, each once."""
    addresses = [
        str(child.attrGet("href"))
        for token in tokens
        if token.type == "inline"
        for child in token.children
        if child.type == "link_open"
    ]
    found = (target_at(address) for address in dict.fromkeys(addresses[:MOST_CITATIONS]))
    return list({(type(target), target.pk): target for target in found if target is not None}.values())
