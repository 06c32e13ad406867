"""Look up cells in the site's vocabularies, by any name in any language."""

import difflib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from community.members.enums import Visibility
from website.core.normalisation import comparison_key
from website.topics.enums import Country, OrganisationKind, TerritoryKind
from website.topics.models import Language, Sector, Territory, Theme

SYNONYMS = Path(__file__).with_name("synonyms.toml")
NAMES = ("name_fr", "name_de", "name_nl", "name_en")
SHORT_ENOUGH_TO_LIST = 12
SEPARATORS = re.compile(r"[,;/|+•·\n]")
CONJUNCTIONS = re.compile(r"\b(?:et|und|en|and)\b|&")
EPCI_ABBREVIATIONS = {
    "communaute de communes": "cc",
    "communaute d agglomeration": "ca",
    "communaute urbaine": "cu",
    "communaute d agglo": "ca",
    "com com": "cc",
}


class Lookup:
    """Finds values by their names. Spellings with the same `key` are the same name.

    `find` and `find_all` raise a ValidationError that suggests the nearest name.
    """

    def __init__(self, pairs: Iterable[tuple[str, object]]):
        self.values: dict[str, list] = defaultdict(list)
        self.names: dict[str, str] = {}
        for name, value in pairs:
            short = self.key(name)
            if short and value not in self.values[short]:
                self.values[short].append(value)
                self.names.setdefault(short, name)

    @staticmethod
    def key(text: str) -> str:
        return comparison_key(text)

    def find(self, text: str):
        found = self.values.get(self.key(text), [])
        if len(found) == 1:
            return found[0]
        raise ValidationError(self._ambiguous(text, found) if found else self._unknown(text))

    def find_all(self, text: str) -> tuple:
        """Return the values listed in a cell, each once and in order."""
        found, errors = [], []
        for part in (part.strip() for part in SEPARATORS.split(text)):
            try:
                found += self._parts(part) if part else []
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return tuple(dict.fromkeys(found))

    def _parts(self, text: str) -> list:
        # A name may contain a conjunction, so look up the whole text first.
        pieces = [piece.strip() for piece in CONJUNCTIONS.split(text)]
        if self.key(text) not in self.values and all(self.key(piece) in self.values for piece in pieces):
            return [self.find(piece) for piece in pieces]
        return [self.find(text)]

    def _unknown(self, text: str) -> str:
        close = difflib.get_close_matches(self.key(text), self.values, n=1, cutoff=0.6)
        if close:
            message = _("“%(text)s” is not known. The closest match is “%(nearest)s”.")
            return message % {"text": text, "nearest": self.names[close[0]]}
        return _("“%(text)s” is not known.") % {"text": text}

    def _ambiguous(self, text: str, found: list) -> str:
        return _("“%(text)s” has more than one meaning.") % {"text": text}


class TerritoryLookup(Lookup):
    """Finds territories by slug, which is unique, then by name. Types of EPCI may be abbreviated, such as “CC”."""

    def __init__(self, territories: Iterable[Territory]):
        territories = list(territories)
        self.slugs = {comparison_key(territory.slug): territory for territory in territories}
        named = ((getattr(territory, name), territory) for territory in territories for name in NAMES)
        super().__init__(named)

    @staticmethod
    def key(text: str) -> str:
        short = comparison_key(text)
        for long, abbreviation in EPCI_ABBREVIATIONS.items():
            short = re.sub(rf"^{long}\b", abbreviation, short)
        return short

    def find(self, text: str) -> Territory:
        return self.slugs.get(comparison_key(text)) or super().find(text)

    def _ambiguous(self, text: str, found: list) -> str:
        slugs = ", ".join(sorted(territory.slug for territory in found))
        return _("“%(text)s” has more than one meaning. Use one of: %(names)s.") % {"text": text, "names": slugs}


@dataclass(frozen=True)
class Vocabularies:
    """The vocabularies used to read the cells of a directory."""

    kinds: Lookup
    visibilities: Lookup
    countries: Lookup
    sectors: Lookup
    divisions: dict[int, Sector]
    territories: TerritoryLookup
    languages: Lookup
    interface_languages: Lookup
    themes: Lookup


def load_vocabularies() -> Vocabularies:
    """Load the vocabularies in a fixed number of queries."""
    synonyms = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))
    territories = list(Territory.objects.all())
    countries = [territory for territory in territories if territory.kind == TerritoryKind.COUNTRY]
    sectors = list(Sector.objects.all())
    spoken = list(Language.objects.all())
    languages = [*_rows(spoken, "slug"), *_by_slug(synonyms["language"], spoken, "slug")]
    interface = {code for code, _name in settings.LANGUAGES}
    return Vocabularies(
        kinds=Lookup([*_labels(OrganisationKind), *_synonyms(synonyms["kind"])]),
        visibilities=Lookup([*_labels(Visibility), *_synonyms(synonyms["visibility"])]),
        countries=Lookup(
            [
                *_labels(Country),
                *((getattr(country, name), country.code) for country in countries for name in NAMES),
                *_synonyms(synonyms["country"]),
            ]
        ),
        sectors=Lookup([*_rows(sectors, "code"), *_by_slug(synonyms["sector"], sectors, "code")]),
        divisions={
            number: sector for sector in sectors for number in range(sector.first_division, sector.last_division + 1)
        },
        territories=TerritoryLookup(territories),
        languages=Lookup(languages),
        interface_languages=Lookup((name, row.slug) for name, row in languages if row.slug in interface),
        themes=Lookup(_rows(Theme.objects.all(), "slug")),
    )


def _labels(choices) -> list[tuple[str, str]]:
    """Return pairs of a name and a value: the value itself and its label in each of the site's languages."""
    pairs = [(choice.value, choice.value) for choice in choices]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            pairs += [(str(choice.label), choice.value) for choice in choices]
    return pairs


def _synonyms(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for value, names in table.items() for name in names]


def _rows(rows, code: str) -> list[tuple[str, object]]:
    return [(getattr(row, name), row) for row in rows for name in (*NAMES, code)]


def _by_slug(table: dict[str, list[str]], rows, code: str) -> list[tuple[str, object]]:
    by_code = {getattr(row, code): row for row in rows}
    return [(name, by_code[value]) for name, value in _synonyms(table) if value in by_code]
