"""Writes of vocabularies and organisations."""

import tomllib
from pathlib import Path

from django.db import transaction
from django.dispatch import Signal

from website.topics.enums import TerritoryKind
from website.topics.models import Language, Organisation, Resource, Sector, Territory, Theme

# Sent with a new `organisation` when it is completely written. Imports of many rows do not send it.
organisation_added = Signal()

FOLDER = Path(__file__).with_name("vocabularies")
NAMES = ("name_fr", "name_de", "name_nl", "name_en")


def announce_organisation(organisation: Organisation) -> None:
    """Send `organisation_added`. Call this in the transaction that creates the organisation."""
    organisation_added.send(Organisation, organisation=organisation)


@transaction.atomic
def load_vocabularies() -> None:
    """Create the missing rows of the vocabularies. Existing rows, which editors may have changed, remain."""
    for order, (slug, names) in enumerate(_read("themes")):
        Theme.objects.get_or_create(slug=slug, defaults={"order": order, **_name_fields(names)})
    for slug, names in _read("languages"):
        Language.objects.get_or_create(slug=slug, defaults=_name_fields(names))
    for slug, (code, latitude, longitude, *names) in _read("countries"):
        point = {"latitude": latitude, "longitude": longitude}
        place = {"kind": TerritoryKind.COUNTRY, "code": code, "country": code, "is_featured": True}
        Territory.objects.get_or_create(slug=slug, defaults={**point, **place, **_name_fields(names)})
    for code, (first, last, *names) in _read("sectors"):
        divisions = {"first_division": first, "last_division": last}
        Sector.objects.get_or_create(slug=code.lower(), defaults={"code": code, **divisions, **_name_fields(names)})
    for code, (is_hazardous, *names) in _read("resources"):
        hazard = {"is_hazardous": is_hazardous}
        Resource.objects.get_or_create(
            code=code, defaults={"slug": code.replace(" ", "-"), **hazard, **_name_fields(names)}
        )


def _read(name: str):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text()).items()


def _name_fields(names) -> dict[str, str]:
    return dict(zip(NAMES, names, strict=True))
