"""Read the JSON files of npm `@etalab/decoupage-administratif` into plain data.

A file is recognised by the keys of its first entry, so names and order do not matter.
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
    """Read all files, given as `(name, content)`. Records are sorted: regions, then departments, then EPCI.

    Raise FileRefusedError for a file that is not JSON or not one of the official ones.
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
                edition.skipped_files.append(file)
            case _:
                message = _("%(file)s is not one of the official files: regions, departements, epci or communes.json.")
                raise FileRefusedError(message % {"file": file})
    if not edition.records:
        raise FileRefusedError(_("There is no region, department or EPCI in these files."))
    edition.records = [*_with_populations(edition)]
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
        raise FileRefusedError(_("%(file)s has no entries.") % {"file": file})
    return entries


def _kind(entry: dict) -> TerritoryKind | str | None:
    if "nom" not in entry or "code" not in entry:
        return None
    if "membres" in entry:
        # The EPT of Greater Paris lie within an EPCI; their communes would count twice.
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
    """Return the department with most of the members' population, or with most members if populations are missing."""
    has_populations = all(member.population is not None for member in members)
    weights = Counter()
    for member in members:
        weights[member.department] += member.population if has_populations else 1
    return min(weights, key=lambda code: (-weights[code], code), default="")


def _with_populations(edition: Edition) -> Iterator[TerritoryRecord]:
    """Yield the records. Regions and departments get the population of their known communes."""
    regions = {record.code: record.parent_code for record in edition.records if record.kind == TerritoryKind.DEPARTMENT}
    populations = Counter()
    for commune in edition.communes.values():
        populations[TerritoryKind.DEPARTMENT, commune.department] += commune.population or 0
        populations[TerritoryKind.REGION, regions.get(commune.department)] += commune.population or 0
    for record in edition.records:
        total = populations[record.kind, record.code]
        yield replace(record, population=total) if total else record


def _text(entry: dict, name: str) -> str:
    value = entry.get(name)
    return tidy(str(value)) if isinstance(value, str | int) else ""


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
