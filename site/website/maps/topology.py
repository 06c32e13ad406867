"""Read the TopoJSON of npm's `world-atlas` into rings of longitudes and latitudes.

Borders are shared arcs there. They are simplified as arcs, so that two neighbours still share one border.
"""

from dataclasses import dataclass
from itertools import accumulate

from website.maps.frame import Bounds
from website.maps.geometry import clipped, simplified

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class CountryShape:
    """A country with its numeric ISO 3166-1 code and the rings of its land."""

    code: str
    name: str
    rings: list[Ring]


def read_countries(topology: dict, bounds: Bounds, tolerance: float) -> list[CountryShape]:
    """Return the countries with land within the bounds: that land, simplified to `tolerance` degrees."""
    arcs = [_simplified_within(arc, bounds, tolerance) for arc in _decoded_arcs(topology)]
    found = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        rings = [clipped(_ring(indexes, arcs), bounds) for indexes in _rings_of(geometry)]
        if any(rings):
            name = geometry["properties"]["name"]
            found.append(CountryShape(geometry.get("id", ""), name, [ring for ring in rings if ring]))
    return found


def _simplified_within(arc: Ring, bounds: Bounds, tolerance: float) -> Ring:
    """Simplify the arc if it is within the bounds. Simplifying all arcs would take a minute."""
    if any(bounds.contain(latitude, longitude) for longitude, latitude in arc):
        return simplified(arc, tolerance)
    return arc


def _decoded_arcs(topology: dict) -> list[Ring]:
    """Decode quantised arcs: the first position is absolute, each other relative to the one before."""
    (scale_x, scale_y), (x, y) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        columns, rows = (accumulate(values) for values in zip(*arc, strict=True))
        decoded.append([(column * scale_x + x, row * scale_y + y) for column, row in zip(columns, rows, strict=True)])
    return decoded


def _rings_of(geometry: dict) -> list[list[int]]:
    if geometry["type"] == "Polygon":
        return geometry["arcs"]
    return [ring for polygon in geometry["arcs"] for ring in polygon]


def _ring(indexes: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs end to end. `~i` is arc `i` reversed. Each arc begins where the one before ended."""
    ring: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring
