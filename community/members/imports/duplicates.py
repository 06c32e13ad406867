"""Merge the lines that are about the same organisation or person."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from community.members.imports.rows import (
    Directory,
    DirectoryRow,
    OrganisationEntry,
    OrganisationKey,
    PersonEntry,
    organisation_key,
    values_match,
)
from website.core.imports.outcomes import Refusal


class OrganisationMatcher:
    """Finds the organisation with a name and town, in the whole file and the database.

    A name without a town matches the only organisation of that name; it is ambiguous if there are several.
    """

    def __init__(self, known: set[OrganisationKey], rows: Iterable[DirectoryRow]):
        self.known = known
        self.towns: dict[str, set[str]] = defaultdict(set)
        in_file = {organisation_key(row.organisation.name, row.organisation.city) for row in rows if row.organisation}
        for name, town in known | in_file:
            self.towns[name] |= {town} - {""}

    def match(self, name: str, city: str) -> OrganisationKey | None:
        """Return the key of the organisation, or None if it is ambiguous."""
        key = name_key, town = organisation_key(name, city)
        towns = self.towns[name_key]
        if key in self.known or not towns:
            return key
        if len(towns) > 1:
            return key if town else None
        with_town, without_town = (name_key, *towns), (name_key, "")
        return without_town if with_town not in self.known and without_town in self.known else with_town


class Merger:
    """Merges validated rows. `refusals` lists those that are ambiguous or contradict an earlier row.

    `known` holds the keys of the organisations in the database, `headings` the headings as written, by field.
    """

    def __init__(self, file: str, rows: list[DirectoryRow], known: set[OrganisationKey], headings: dict[str, str]):
        self.file, self.known, self.headings = file, known, headings
        self.matcher = OrganisationMatcher(known, rows)
        self.organisations: dict[OrganisationKey, OrganisationEntry] = {}
        self.people: dict[str, PersonEntry] = {}
        self.refusals: list[Refusal] = []
        for row in rows:
            problems = self._organisation(row) or self._person(row)
            if problems:
                self.refusals.append(Refusal(file, row.line, " ".join(problems)))

    def _organisation(self, row: DirectoryRow) -> list[str]:
        entry = row.organisation
        if entry is None:
            return []
        key = self.matcher.match(entry.name, entry.city)
        if key is None:
            return [_("More than one organisation is called “%(name)s”. Add the town.") % {"name": entry.name}]
        entry.key = key
        return self._merge(self.organisations.setdefault(key, entry), entry)

    def _person(self, row: DirectoryRow) -> list[str]:
        if row.person is None:
            return []
        person = self.people.setdefault(row.person.email, row.person)
        here, there = row.organisation, person.organisation
        if here and there and here.key != there.key:
            return [_("This person belongs to another organisation on line %(line)d.") % {"line": person.line}]
        person.organisation = there or here
        return self._merge(person, row.person)

    def _merge(self, first, second) -> list[str]:
        """Add the values that only `second` has to `first`. Return a sentence for each contradiction."""
        problems = []
        for name, value in second.values.items():
            if values_match(name, first.values.setdefault(name, value), value):
                continue
            words = {"here": _format(value), "there": _format(first.values[name]), "line": first.line}
            label = self.headings.get(name) or self.headings.get(name.removesuffix("_code")) or name
            problems.append(f"{label}: " + _("“%(here)s” does not match “%(there)s” on line %(line)d.") % words)
        return problems

    def directory(self) -> Directory:
        return Directory(list(self.organisations.values()), list(self.people.values()))

    def without_kind(self) -> list[Refusal]:
        """Return a refusal for each new organisation without a kind."""
        message = _(
            "The type of organisation is missing. Fill in “%(column)s”, or use --kind for all organisations "
            "without one."
        )
        reason = message % {"column": self.headings.get("kind", "Type de structure")}
        return [
            Refusal(self.file, entry.line, reason)
            for key, entry in self.organisations.items()
            if key not in self.known and "kind" not in entry.values
        ]


def _format(value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
