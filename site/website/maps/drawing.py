"""A complete map for `templates/components/map.html`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from website.maps.clusters import Cluster, Place, clustered
from website.maps.frame import Frame
from website.maps.labels import Label, placed_labels
from website.maps.outline import BOUNDS, WHOLE, Land, cities, lands

# The smallest width of a map in degrees of longitude: a recognisable region, or a town.
REGION, TOWN = 2.4, 0.35


@dataclass(frozen=True)
class Point:
    """A circle with a link. `number` is empty if it represents a single item."""

    x: float
    y: float
    radius: float
    number: str
    label: str
    url: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    transform: str
    lands: list[Land]
    places: list[Label]
    points: list[Point]


def is_on_map(place: Place) -> bool:
    return BOUNDS.contain(*place.point)


def frame_around(places: Iterable[Place], least: float = REGION) -> Frame:
    """Return a frame around the places that are on the map, or the whole map if there are none."""
    points = [place.point for place in places if is_on_map(place)]
    return WHOLE.around(points, least) if points else WHOLE


def draw_map(places: Iterable[Place], frame: Frame, describe: Callable[[Cluster], tuple[str, str]]) -> Drawing:
    """Draw the places that are on the map. `describe` returns the accessible name and the URL of a circle."""
    clusters = clustered(filter(is_on_map, places), frame)
    names = placed_labels(cities(), clusters, frame, (get_language() or "fr")[:2])
    points = []
    for cluster in sorted(clusters, key=lambda cluster: (cluster.y, cluster.x)):
        number = str(cluster.number) if cluster.number > 1 else ""
        points.append(Point(cluster.x, cluster.y, cluster.radius, number, *describe(cluster)))
    return Drawing(frame.width, frame.height, frame.transform_from(WHOLE), lands(), names, points)
