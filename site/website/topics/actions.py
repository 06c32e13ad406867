"""How vocabularies and organisations come into the database."""

import tomllib
from pathlib import Path

from django.db import transaction
from django.dispatch import Signal

from website.topics.enums import TerritoryKind
from website.topics.models import Language, Organisation, Resource, Sector, Territory, Theme

# Of one new `organisation`, once all that is said of it is written; a table of many brings no news of each.
organisation_added = Signal()

FOLDER = Path(__file__).with_name("vocabularies")
NAMES = ("name_fr", "name_de", "name_nl", "name_en")


def announce_organisation(organisation: Organisation) -> None:
    """Say, in the transaction that made it, that one organisation more is there."""
    organisation_added.send(Organisation, organisation=organisation)


@transaction.atomic
def load_vocabularies() -> None:
    """Make the vocabularies' rows that are missing; rows that editors have changed stay as they are."""
    for order, (slug, names) in enumerate(_read("themes")):
        Theme.objects.get_or_create(slug=slug, defaults={"order": order, **_named(names)})
    for slug, names in _read("languages"):
        Language.objects.get_or_create(slug=slug, defaults=_named(names))
    for slug, (code, latitude, longitude, *names) in _read("countries"):
        point = {"latitude": latitude, "longitude": longitude}
        place = {"kind": TerritoryKind.COUNTRY, "code": code, "country": code, "is_featured": True}
        Territory.objects.get_or_create(slug=slug, defaults={**point, **place, **_named(names)})
    for code, (first, last, *names) in _read("sectors"):
        divisions = {"first_division": first, "last_division": last}
        Sector.objects.get_or_create(slug=code.lower(), defaults={"code": code, **divisions, **_named(names)})
    for code, (is_hazardous, *names) in _read("resources"):
        hazard = {"is_hazardous": is_hazardous}
        Resource.objects.get_or_create(code=code, defaults={"slug": code.replace(" ", "-"), **hazard, **_named(names)})


def _read(name: str):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text()).items()


def _named(names) -> dict[str, str]:
    return dict(zip(NAMES, names, strict=True))
