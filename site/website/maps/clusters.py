"""Places on a map, clustered if their circles would overlap."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import dist, sqrt

from website.maps.frame import Bounds, Frame

SMALLEST, LARGEST = 13, 24
# map.css enlarges the circles by this factor on small screens, where they must not touch either.
GROWTH = 1.5


@dataclass(frozen=True)
class Place:
    """A named place with one point, or with the points of several items there.

    `filters` are the query parameters that restrict a list to it.
    """

    name: str
    country: str
    points: tuple[tuple[float, float], ...]
    filters: tuple[tuple[str, str], ...] = ()
    items: tuple = ()

    @property
    def number(self) -> int:
        return len(self.items)

    @property
    def point(self) -> tuple[float, float]:
        """The mean of its points, as `(latitude, longitude)`."""
        latitudes, longitudes = zip(*self.points, strict=True)
        return sum(latitudes) / len(latitudes), sum(longitudes) / len(longitudes)


@dataclass
class Cluster:
    """A circle for one or more places. Its centre is their mean, weighted by their numbers of items."""

    x: float
    y: float
    number: int
    places: list[Place] = field(default_factory=list)

    @property
    def radius(self) -> float:
        return round(min(SMALLEST + 2 * sqrt(self.number - 1), LARGEST), 1)

    @property
    def spread(self) -> float:
        """The extent of its places, in degrees."""
        bounds = Bounds.around(place.point for place in self.places)
        return max(bounds.east - bounds.west, bounds.north - bounds.south)

    @property
    def reach(self) -> float:
        return self.radius * GROWTH

    def touches(self, other: "Cluster") -> bool:
        return dist((self.x, self.y), (other.x, other.y)) < self.reach + other.reach

    def joined_with(self, other: "Cluster") -> "Cluster":
        number = self.number + other.number
        x = (self.x * self.number + other.x * other.number) / number
        y = (self.y * self.number + other.y * other.number) / number
        return Cluster(round(x, 1), round(y, 1), number, self.places + other.places)


def clustered(places: Iterable[Place], frame: Frame) -> list[Cluster]:
    """Return a circle for each place, merged if they would touch. Larger places move least."""
    found: list[Cluster] = []
    for place in sorted(places, key=lambda place: (-place.number, place.name)):
        cluster = Cluster(*frame.project(*place.point), place.number, [place])
        while neighbour := next((other for other in found if cluster.touches(other)), None):
            found.remove(neighbour)
            cluster = neighbour.joined_with(cluster)
        found.append(cluster)
    return found
