"""The base map: countries and a few cities for orientation.

`outline.json` is derived data, made by `manage.py make_map_outline`. README.md names its source.
"""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from website.maps.frame import Bounds, Frame
from website.maps.topology import read_countries

FOLDER = Path(__file__).parent
OUTLINE, CITIES = FOLDER / "outline.json", FOLDER / "cities.toml"
# From Reims to Karlsruhe and from Dijon to Liège.
BOUNDS = Bounds(west=3.3, south=47.1, east=8.95, north=51.0)
WHOLE = Frame.of(BOUNDS)
# How far the land extends beyond the frame, in degrees, so that no drawing shows where it was cut.
OVERLAP = 0.2
TOLERANCE = 0.004
DECIMALS = 3
# The ISO 3166-1 numeric code of the country of the network's home region.
HOME = "250"
SOURCE = "Natural Earth 4.1, 1:10m countries (public domain), from npm world-atlas 2.0.2, countries-10m.json (ISC)"


@dataclass(frozen=True)
class Land:
    """A country's outline as an SVG path in the units of `WHOLE`."""

    path: str
    is_home: bool


@dataclass(frozen=True)
class City:
    names: dict[str, str]
    latitude: float
    longitude: float


def make_outline(topology: dict) -> dict:
    """Return the content of `outline.json`: the land around `BOUNDS`."""
    reach = Bounds(BOUNDS.west - OVERLAP, BOUNDS.south - OVERLAP, BOUNDS.east + OVERLAP, BOUNDS.north + OVERLAP)
    countries = [
        {"code": country.code, "name": country.name, "rings": [_rounded(ring) for ring in country.rings]}
        for country in sorted(read_countries(topology, reach, TOLERANCE), key=lambda country: country.name)
    ]
    return {"source": SOURCE, "countries": countries}


def _rounded(ring: list[tuple[float, float]]) -> list[list[float]]:
    return [[round(longitude, DECIMALS), round(latitude, DECIMALS)] for longitude, latitude in ring]


@cache
def lands() -> list[Land]:
    countries = json.loads(OUTLINE.read_text())["countries"]
    return [Land("".join(map(_path, country["rings"])), country["code"] == HOME) for country in countries]


def _path(ring: list[list[float]]) -> str:
    points = (WHOLE.project(latitude, longitude) for longitude, latitude in ring)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


@cache
def cities() -> list[City]:
    rows = tomllib.loads(CITIES.read_text())["city"]
    return [City(row, row.pop("latitude"), row.pop("longitude")) for row in rows]
