"""Write the official territories."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from website.core.actions import BATCH_SIZE
from website.core.imports.outcomes import Tally
from website.core.normalisation import comparison_key, free_slug
from website.topics.enums import Country, TerritoryKind
from website.topics.imports.decoupage import LEVELS, PARENT_LEVEL
from website.topics.imports.rows import TerritoryRow
from website.topics.models import Territory

FACTS = ("parent", "population", "member_codes", "latitude", "longitude", "name_fr")


@dataclass
class _Plan:
    created: list[Territory] = field(default_factory=list)
    changed: list[Territory] = field(default_factory=list)
    unchanged: int = 0


@transaction.atomic
def import_territories(rows: list[TerritoryRow], *, rename: bool = False, dry_run: bool = False) -> list[Tally]:
    """Create the missing territories and update the official facts of the others.

    Territories are matched by country, kind and code. Slugs, points and names belong to the editors and remain, except
    the French name if `rename` is set. A second run writes nothing.
    """
    known = {(found.kind, found.code): found for found in Territory.objects.official(Country.FRANCE)}
    taken = set(Territory.objects.values_list("slug", flat=True))
    tallies = []
    for kind in LEVELS:
        plan = _plan([row for row in rows if row.kind == kind], known, taken, rename)
        if not dry_run:
            Territory.objects.bulk_create(plan.created, batch_size=BATCH_SIZE)
            Territory.objects.bulk_update(plan.changed, FACTS, batch_size=BATCH_SIZE)
        tallies.append(Tally(_label(kind), len(plan.created), len(plan.changed), plan.unchanged))
    return tallies


def kept_names(rows: list[TerritoryRow]) -> list[str]:
    """Return a sentence for each territory whose French name here differs from the official one."""
    official = {(row.kind, row.code): row.name for row in rows}
    pairs = ((found, official.get((found.kind, found.code))) for found in Territory.objects.official(Country.FRANCE))
    return [
        _("%(code)s keeps the name “%(name)s”. The official name is “%(official)s” (use --rename to change it).")
        % {"code": territory.code, "name": territory.name_fr, "official": name}
        for territory, name in pairs
        if name and comparison_key(territory.name_fr) not in comparison_key(name)
    ]


def _plan(rows: list[TerritoryRow], known: dict, taken: set[str], rename: bool) -> _Plan:
    plan = _Plan()
    for row in rows:
        parent = known.get((PARENT_LEVEL.get(row.kind), row.parent_code))
        territory = known.get((row.kind, row.code))
        if territory is None:
            territory = known[row.kind, row.code] = _new(row, taken)
            territory.parent = parent
            plan.created.append(territory)
        elif _update(territory, row, parent, rename):
            plan.changed.append(territory)
        else:
            plan.unchanged += 1
    return plan


def _new(row: TerritoryRow, taken: set[str]) -> Territory:
    latitude, longitude = row.point or (None, None)
    size = Territory._meta.get_field("slug").max_length
    slug = free_slug(taken, row.name, f"{row.name[:60]}-{row.code}", row.code, max_length=size)
    return Territory(
        slug=slug,
        name_fr=row.name,
        kind=row.kind,
        code=row.code,
        country=Country.FRANCE,
        population=row.population,
        member_codes=row.member_codes,
        latitude=latitude,
        longitude=longitude,
    )


def _update(territory: Territory, row: TerritoryRow, parent: Territory | None, rename: bool) -> bool:
    """Set the official facts on the territory without saving it. Return whether something has changed."""
    facts = {}
    if parent is not None:
        facts["parent_id"] = parent.pk
    if row.population is not None:
        facts["population"] = row.population
    if row.member_codes:
        facts["member_codes"] = row.member_codes
    if row.point and territory.latitude is None:
        facts["latitude"], facts["longitude"] = row.point
    if rename:
        facts["name_fr"] = row.name
    different = {name: value for name, value in facts.items() if getattr(territory, name) != value}
    for name, value in different.items():
        setattr(territory, name, value)
    if "parent_id" in different:
        territory.parent = parent
    return bool(different)


def _label(kind: TerritoryKind) -> str:
    return {
        TerritoryKind.REGION: _("Regions"),
        TerritoryKind.DEPARTMENT: _("Departments"),
        TerritoryKind.INTERCOMMUNAL: _("EPCI"),
    }[kind]
