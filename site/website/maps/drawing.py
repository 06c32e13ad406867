"""A whole map, as templates/components/map.html takes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from website.maps.clusters import Cluster, Place, clustered
from website.maps.frame import Frame
from website.maps.labels import Label, placed_labels
from website.maps.outline import BOUNDS, WHOLE, Land, cities, lands

# The least that is shown of the earth, in degrees of longitude: enough to recognise where it is, or a town.
REGION, TOWN = 2.4, 0.35


@dataclass(frozen=True)
class Point:
    """A circle that leads somewhere; `number` is empty where it stands for one thing."""

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
    """Closer to the places that are on the map; the whole map where none is."""
    points = [place.point for place in places if is_on_map(place)]
    return WHOLE.around(points, least) if points else WHOLE


def draw_map(places: Iterable[Place], frame: Frame, describe: Callable[[Cluster], tuple[str, str]]) -> Drawing:
    """The places that are on the map. `describe` gives a circle's accessible name and its address."""
    clusters = clustered(filter(is_on_map, places), frame)
    names = placed_labels(cities(), clusters, frame, (get_language() or "fr")[:2])
    points = []
    for cluster in sorted(clusters, key=lambda cluster: (cluster.y, cluster.x)):
        number = str(cluster.number) if cluster.number > 1 else ""
        points.append(Point(cluster.x, cluster.y, cluster.radius, number, *describe(cluster)))
    return Drawing(frame.width, frame.height, frame.transform_from(WHOLE), lands(), names, points)
