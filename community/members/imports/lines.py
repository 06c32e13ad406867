"""Divide the cells of a line between an organisation and a person."""

import re

from django.utils.translation import gettext as _

from community.members.imports.forms import OrganisationImportForm, PersonImportForm
from community.members.imports.lookups import Vocabularies
from community.members.imports.rows import DirectoryRow
from community.members.imports.tables import Table, TableRow
from website.core.imports.outcomes import Refusal, reasons

PERSON_ONLY = ("job_title", "expertise", "visibility", "bio", "language")
ORGANISATION_ONLY = ("kind", "sector", "nace", "address", "postal_code", "city", "website", "description")


def check_line(
    line: TableRow, table: Table, vocabularies: Vocabularies, default_country: str
) -> DirectoryRow | Refusal:
    """Return the organisation and the person of a line, or a refusal with the reasons."""
    cells = dict(line.cells)
    if "email" in cells:
        cells["email"] = re.sub(r"^mailto:|[<>]", "", cells["email"], flags=re.IGNORECASE).strip()
    if "full_name" in cells and "last_name" not in cells:
        cells["first_name"], cells["last_name"] = split_name(cells["full_name"])
    is_person = "last_name" in cells or "first_name" in cells
    forms_of_line, problems = [], []
    organisation = person = None
    if "organisation" in cells:
        own = {"email": cells.get("organisation_email"), "phone": cells.get("organisation_phone")}
        general = {"email": cells.get("email"), "phone": cells.get("phone") or cells.get("mobile")}
        # General columns are the person's if there is one.
        changes = {"languages": ""} if is_person else {name: own[name] or general[name] for name in own}
        organisation = OrganisationImportForm({**cells, **own, **changes}, vocabularies, default_country)
        forms_of_line.append(organisation)
    if is_person:
        person = PersonImportForm({**cells, "phone": cells.get("phone") or cells.get("mobile")}, vocabularies)
        forms_of_line.append(person)
    if not forms_of_line:
        problems.append(_("This line has neither an organisation nor a person."))
    problems += [problem for form in forms_of_line for problem in reasons(form, table.headings)]
    if problems:
        return Refusal(table.file, line.number, " ".join(dict.fromkeys(problems)))
    entry = organisation.entry(line.number) if organisation else None
    return DirectoryRow(line.number, entry, person.entry(line.number, entry) if person else None)


def unused_fields(line: TableRow, row: DirectoryRow) -> list[str]:
    """Return the filled fields that belong to a person or an organisation that the line does not name."""
    unused = (*(() if row.person else PERSON_ONLY), *(() if row.organisation else ORGANISATION_ONLY))
    return [name for name in unused if name in line.cells]


def split_name(full_name: str) -> tuple[str, str]:
    """Return first and last name. The last name is the words in capitals, else all words but the first."""
    words = full_name.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals), " ".join(capitals)
    return (words[0], " ".join(words[1:])) if len(words) > 1 else ("", full_name)
