"""Reads the JSON files of npm `@etalab/decoupage-administratif`; objects in, plain data out.

A file is known by the keys of its first entry, so it may have any name and come in any order.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from website.core.imports.files import FileRefusedError
from website.core.normalisation import tidy
from website.topics.enums import TerritoryKind
from website.topics.imports.rows import Commune, Edition, TerritoryRecord

LEVELS = (TerritoryKind.REGION, TerritoryKind.DEPARTMENT, TerritoryKind.INTERCOMMUNAL)
PARENT_LEVEL = {TerritoryKind.DEPARTMENT: TerritoryKind.REGION, TerritoryKind.INTERCOMMUNAL: TerritoryKind.DEPARTMENT}
CURRENT_COMMUNE = "commune-actuelle"


def parse(files: list[tuple[str, bytes]]) -> Edition:
    """Read every `(name, content)`; regions come before departments, and these before EPCI.

    Raises FileRefusedError for a file that is not JSON or none of the official ones.
    """
    edition = Edition()
    for file, data in files:
        entries = _entries(file, data)
        match _kind(entries[0]):
            case TerritoryKind() as kind:
                edition.records += [_record(file, number, kind, entry) for number, entry in enumerate(entries, 1)]
            case "commune":
                current = (_commune(entry) for entry in entries if _text(entry, "type") == CURRENT_COMMUNE)
                edition.communes |= {commune.code: commune for commune in current}
            case "other":
                edition.passed_over.append(file)
            case _:
                message = _("%(file)s is none of the official files: regions, departements, epci or communes.json.")
                raise FileRefusedError(message % {"file": file})
    if not edition.records:
        raise FileRefusedError(_("There is no region, department or EPCI in what was given."))
    edition.records = [*_counted(edition)]
    edition.records.sort(key=lambda record: LEVELS.index(record.kind))
    for record in edition.records:
        edition.communes = {member.code: member for member in record.members} | edition.communes
    return edition


def _entries(file: str, data: bytes) -> list[dict]:
    try:
        entries = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefusedError(_("%(file)s is not a JSON file in UTF-8.") % {"file": file}) from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FileRefusedError(_("%(file)s is not a list of territories.") % {"file": file})
    if not entries:
        raise FileRefusedError(_("%(file)s holds no entry.") % {"file": file})
    return entries


def _kind(entry: dict) -> TerritoryKind | str | None:
    if "nom" not in entry or "code" not in entry:
        return None
    if "membres" in entry:
        # The public territories of Greater Paris lie inside an EPCI: their communes would count twice.
        return "other" if entry.get("type") == "EPT" else TerritoryKind.INTERCOMMUNAL
    if "departement" in entry:
        return "commune" if "type" in entry else "other"
    if "region" in entry:
        return TerritoryKind.DEPARTMENT
    return TerritoryKind.REGION if "chefLieu" in entry else None


def _record(file: str, number: int, kind: TerritoryKind, entry: dict) -> TerritoryRecord:
    listed = entry.get("membres") if kind == TerritoryKind.INTERCOMMUNAL else None
    listed = [member for member in listed if isinstance(member, dict)] if isinstance(listed, list) else []
    members = tuple(_commune(member) for member in listed)
    return TerritoryRecord(
        file=file,
        number=number,
        kind=kind,
        code=_text(entry, "code"),
        name=_text(entry, "nom"),
        parent_code=_text(entry, "region") if kind == TerritoryKind.DEPARTMENT else main_department(members),
        population=entry.get("populationMunicipale"),
        seat=_text(entry, "chefLieu"),
        members=members,
    )


def _commune(entry: dict) -> Commune:
    population = entry.get("populationMunicipale", entry.get("population"))
    return Commune(_text(entry, "code"), _text(entry, "nom"), population if _is_count(population) else None)


def main_department(members: tuple[Commune, ...]) -> str:
    """The department most of the members' people live in, or most members where nobody is counted."""
    counted = all(member.population is not None for member in members)
    weights = Counter()
    for member in members:
        weights[member.department] += member.population if counted else 1
    return min(weights, key=lambda code: (-weights[code], code), default="")


def _counted(edition: Edition) -> Iterator[TerritoryRecord]:
    """The records, regions and departments with the people of their communes where communes.json was given."""
    regions = {record.code: record.parent_code for record in edition.records if record.kind == TerritoryKind.DEPARTMENT}
    people = Counter()
    for commune in edition.communes.values():
        people[TerritoryKind.DEPARTMENT, commune.department] += commune.population or 0
        people[TerritoryKind.REGION, regions.get(commune.department)] += commune.population or 0
    for record in edition.records:
        total = people[record.kind, record.code]
        yield replace(record, population=total) if total else record


def _text(entry: dict, name: str) -> str:
    value = entry.get(name)
    return tidy(str(value)) if isinstance(value, str | int) else ""


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
