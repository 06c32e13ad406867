"""Brings together the lines that are about one organisation or one person."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from community.members.imports.rows import (
    Directory,
    DirectoryRow,
    Names,
    OrganisationEntry,
    PersonEntry,
    names_of,
    same,
)
from website.core.imports.outcomes import Refusal


class Towns:
    """Which organisation a name and a town mean, given all the file and the database say.

    A name without a town is the only organisation of that name, and nothing where there are several.
    """

    def __init__(self, known: set[Names], rows: Iterable[DirectoryRow]):
        self.known = known
        self.towns: dict[str, set[str]] = defaultdict(set)
        in_file = {names_of(row.organisation.name, row.organisation.city) for row in rows if row.organisation}
        for name, town in known | in_file:
            self.towns[name] |= {town} - {""}

    def identity(self, name: str, city: str) -> Names | None:
        """The names that stand for this organisation, or None where there is a choice."""
        names = key, town = names_of(name, city)
        towns = self.towns[key]
        if names in self.known or not towns:
            return names
        if len(towns) > 1:
            return names if town else None
        with_town = (key, *towns)
        return (key, "") if with_town not in self.known and (key, "") in self.known else with_town


class Merger:
    """Takes checked rows one by one; `refusals` says which contradict an earlier one or lack something.

    `known` holds the names of the organisations in the database, `headings` the columns' as written.
    """

    def __init__(self, file: str, rows: list[DirectoryRow], known: set[Names], headings: dict[str, str]):
        self.file, self.known, self.headings = file, known, headings
        self.towns = Towns(known, rows)
        self.organisations: dict[Names, OrganisationEntry] = {}
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
        identity = self.towns.identity(entry.name, entry.city)
        if identity is None:
            return [_("Several organisations are called “%(name)s”: give the town.") % {"name": entry.name}]
        entry.identity = identity
        return self._take(self.organisations.setdefault(identity, entry), entry)

    def _person(self, row: DirectoryRow) -> list[str]:
        if row.person is None:
            return []
        person = self.people.setdefault(row.person.email, row.person)
        here, there = row.organisation, person.organisation
        if here and there and here.identity != there.identity:
            return [_("This person is in another organisation on line %(line)d.") % {"line": person.line}]
        person.organisation = there or here
        return self._take(person, row.person)

    def _take(self, first, second) -> list[str]:
        """Fill `first` with what only `second` says; a sentence for each thing they say differently."""
        problems = []
        for name, value in second.said.items():
            if same(name, first.said.setdefault(name, value), value):
                continue
            words = {"here": _shown(value), "there": _shown(first.said[name]), "line": first.line}
            label = self.headings.get(name) or self.headings.get(name.removesuffix("_code")) or name
            problems.append(f"{label}: " + _("“%(here)s” here is “%(there)s” on line %(line)d.") % words)
        return problems

    def directory(self) -> Directory:
        return Directory(list(self.organisations.values()), list(self.people.values()))

    def without_kind(self) -> list[Refusal]:
        """A refusal for each new organisation that no line gives a kind."""
        message = _("The kind of organisation is missing: fill in “%(column)s”, or give --kind for all that lack it.")
        reason = message % {"column": self.headings.get("kind", "Type de structure")}
        return [
            Refusal(self.file, entry.line, reason)
            for identity, entry in self.organisations.items()
            if identity not in self.known and "kind" not in entry.said
        ]


def _shown(value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
