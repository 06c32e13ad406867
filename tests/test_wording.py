"""Messages follow the typography of their language and use the terms of the glossary."""

import re
import tomllib
from collections import defaultdict

import pytest

from tests.sources import ROOT, files
from tests.test_catalogues import LOCALE, TRANSLATED, catalogue

NO_BREAK_SPACE = "\u00a0"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|https?://\S+")
# A link or menu entry in a template: (the arguments of its {% url %} tag, the English label).
LINK = re.compile(r"""<a href="\{% url '([^"]+) %\}"[^>]*>\s*\{% translate "([^"]+)" %\}""")
ENTRY = re.compile(r"""\{% url '([^%]+) as url %\}\s*\{% translate "([^"]+)" as title %\}""")
MENUS = ("account_menu.html", "site_header.html", "site_footer.html")
UNITS = "kg|t|kt|kWh|MWh|GWh|GJ|L|m²|m³|km|€|°C|MB|Mo|GB|Go|FTE|ETP|VZÄ|vte"
NUMBER_AND_UNIT = re.compile(rf"(?:\d|\)[sd]) (?:{UNITS})(?![\w²³])")


def toml(path) -> dict:
    with path.open("rb") as file:
        return tomllib.load(file)


def texts(language) -> list[tuple[str, str]]:
    """Return (English, translation) of every message and plural form."""
    pairs = []
    for entry in catalogue(LOCALE, language):
        if not entry.id:
            continue
        sources = entry.id if entry.pluralizable else [entry.id]
        strings = entry.string if entry.pluralizable else [entry.string]
        pairs += [(source, string) for source, string in zip(sources, strings, strict=True)]
    return pairs


def whole_words(forms: list[str]) -> re.Pattern:
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)


def found(language, pattern) -> list[str]:
    return [text for _english, text in texts(language) if re.search(pattern, PLACEHOLDER.sub("0", text))]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_message_with_a_term_of_the_glossary_uses_its_translation(language):
    pairs = [(PLACEHOLDER.sub(" ", english), PLACEHOLDER.sub(" ", text)) for english, text in texts(language)]
    wrong = []
    for term in toml(LOCALE / "glossary.toml")["term"]:
        source_term, expected_term = whole_words(term["en"]), whole_words(term[language])
        excluded = [whole_words([word]) for word in term.get(f"never_{language}", [])]
        for english, text in pairs:
            remaining = english
            for phrase in term.get("except", []):
                remaining = re.sub(re.escape(phrase), " ", remaining, flags=re.IGNORECASE)
            if source_term.search(remaining) and (
                not expected_term.search(text) or any(word.search(text) for word in excluded)
            ):
                wrong.append((term["key"], english, text))
    assert wrong == []


def test_every_term_of_the_glossary_is_used():
    english = "\n".join(source for source, _text in texts("fr"))
    terms = toml(LOCALE / "glossary.toml")["term"]
    assert [term["key"] for term in terms if not whole_words(term["en"]).search(english)] == []


def test_english_has_curly_quotation_marks_and_apostrophes():
    assert [english for english, _text in texts("fr") if re.search(r"[\"']", english)] == []


@pytest.mark.parametrize(("language", "foreign"), [("fr", r"[\"'“”„‘]"), ("de", r"[\"'”«»’]"), ("nl", r"[\"'“”„«»]")])
def test_quotation_marks_are_those_of_the_language(language, foreign):
    assert found(language, foreign) == []


def test_french_has_a_no_break_space_before_high_punctuation_and_inside_quotation_marks():
    assert (
        found("fr", rf"[^{NO_BREAK_SPACE}:;!?][;!?»](?=\s|$)|[^{NO_BREAK_SPACE}]:(?=\s|$)|«[^{NO_BREAK_SPACE}]") == []
    )


@pytest.mark.parametrize("language", ["de", "nl"])
def test_there_is_no_space_before_a_punctuation_mark(language):
    assert found(language, r"\s[.,:;!?](?=\s|$)") == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_number_and_its_unit_stay_on_one_line(language):
    pairs = texts(language)
    assert [text for pair in pairs for text in pair if NUMBER_AND_UNIT.search(text)] == []


def test_the_demo_keeps_a_number_and_its_unit_on_one_line():
    content = files("site/website/demo/content", ".toml")
    wrong = {path.name: NUMBER_AND_UNIT.findall(path.read_text()) for path in content}
    assert {name: places for name, places in wrong.items() if places} == {}


@pytest.mark.parametrize("language", [*TRANSLATED, "en"])
def test_no_label_in_the_menus_refers_to_two_pages(language):
    translations = dict(texts(language)) if language != "en" else {}
    targets = defaultdict(set)
    for section in toml(ROOT / "site/website/home/sections.toml")["section"]:
        targets[section[language][0].casefold()].add(section["model"])
    for page in toml(ROOT / "site/website/demo/content/pages.toml")["page"]:
        if page["language"] == language:
            targets[page["title"].casefold()].add(page["key"])
    for menu in MENUS:
        template = (ROOT / "templates/components" / menu).read_text()
        for route, english in [*LINK.findall(template), *ENTRY.findall(template)]:
            targets[translations.get(english, english).casefold()].add(route)
    assert {name: sorted(pages) for name, pages in targets.items() if len(pages) > 1} == {}
