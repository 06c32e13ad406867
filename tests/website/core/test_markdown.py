"""Markdown by members is rendered as harmless HTML."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harmless import harms, tags
from tests.testing import no_runaway
from website.core.fields import render_markdown

PIECES = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "[a](javascript:alert(1))",
    "[a](data:text/html,x)", "![a](https://example.org/x.png)", "<a href='x' onclick='y'>", "[a]: javascript:x", "[a]",
    "<style>*{}</style>", "&lt;script&gt;", "&#106;avascript:", "<!-- -->", "<![CDATA[", "# ", "## ",
    "| a | b |\n|---|---|\n",
    "> ", "- ", "1. ", "```", "~~~html\n", "~~", "**", "*", "_", "`", "\\", "\n", "\n\n", "    ", "\t", "<", ">",
    '"', "'",
    "[x](vbscript:y)", "[x](//evil.example)", "[x](\x01javascript:y)", "<javascript:alert(1)>", "<https://example.org>",
    "[x](HTTPS://example.org 'title\" onmouseover=x')", "\u202e", "\ufeff", "é",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=25).map("".join))
def test_any_text_is_rendered_with_harmless_tags_only(text):
    assert harms(render_markdown(text)) == []


@pytest.mark.parametrize("piece", PIECES)
def test_each_hostile_piece_alone_is_harmless(piece):
    assert harms(render_markdown(f"before\n\n{piece}\n\nafter {piece} end")) == []


def test_code_is_shown_as_it_was_written():
    assert render_markdown("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_headings_begin_below_those_of_the_page():
    assert [tag for tag, _ in tags(render_markdown("# a\n## b\n### c\n#### d\n##### e\n###### f\n\ng\n==="))] == [
        "h3", "h3", "h4", "h5", "h5", "h5", "h3",
    ]  # fmt: skip


def test_headings_begin_at_the_level_that_the_page_passes():
    html = render_markdown("# a\n## b\n### c\n#### d\n##### e\n###### f", top=2)
    assert [tag for tag, _ in tags(html)] == ["h2", "h2", "h3", "h4", "h5", "h5"]


def test_lists_tables_quotes_and_links_are_kept():
    html = render_markdown(
        "- a\n- b\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n> q\n\n[l](https://example.org/?a=1&b=2) ~~s~~ **f**"
    )
    assert [tag for tag, _ in tags(html)] == [
        "ul", "li", "li", "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td", "blockquote", "p", "p", "a",
        "s", "strong",
    ]  # fmt: skip
    assert ("a", {"href": "https://example.org/?a=1&b=2", "rel": "noopener nofollow"}) in tags(html)


@pytest.mark.parametrize("address", ["/fr/fiches/", "#part", "mailto:camille@example.org", "http://example.org"])
def test_links_may_lead_within_the_site_to_the_web_and_to_mail_addresses(address):
    assert tags(render_markdown(f"[l]({address})"))[1][1]["href"] == address


@pytest.mark.parametrize(
    "text", ["[" * 30_000, ">" * 30_000, "- " * 15_000, "*a " * 10_000, "`" * 30_000, "<" * 30_000, "| a " * 7_500,
             "![" * 15_000, "[a](" * 7_500, "# " * 15_000, "&" * 30_000, "\\" * 30_000, "a\n" * 15_000, "*_" * 15_000]
)  # fmt: skip
def test_the_longest_text_is_rendered(text):
    with no_runaway():
        render_markdown(text)


def test_an_empty_text_is_rendered_empty():
    assert render_markdown("") == ""
