"""Places on a frame, those that would overlap drawn as one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import dist, sqrt

from website.maps.frame import Bounds, Frame

SMALLEST, LARGEST = 13, 24
# Small screens draw the circles half as large again (map.css); they must not touch there either.
GROWTH = 1.5


@dataclass(frozen=True)
class Place:
    """Where things are: one point, or the points of several things that share its name.

    `filters` are the pairs that narrow a list to it.
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
        """Its middle, as `(latitude, longitude)`."""
        latitudes, longitudes = zip(*self.points, strict=True)
        return sum(latitudes) / len(latitudes), sum(longitudes) / len(longitudes)


@dataclass
class Cluster:
    """A circle: its centre is where most of its things are."""

    x: float
    y: float
    number: int
    places: list[Place] = field(default_factory=list)

    @property
    def radius(self) -> float:
        return round(min(SMALLEST + 2 * sqrt(self.number - 1), LARGEST), 1)

    @property
    def spread(self) -> float:
        """How far apart its places are, in degrees."""
        middles = Bounds.around(place.point for place in self.places)
        return max(middles.east - middles.west, middles.north - middles.south)

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
    """A circle for each place, fewer where they would touch; the largest places keep their position best."""
    found: list[Cluster] = []
    for place in sorted(places, key=lambda place: (-place.number, place.name)):
        cluster = Cluster(*frame.project(*place.point), place.number, [place])
        while neighbour := next((other for other in found if cluster.touches(other)), None):
            found.remove(neighbour)
            cluster = neighbour.joined_with(cluster)
        found.append(cluster)
    return found
