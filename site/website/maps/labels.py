"""Place the names of cities where they cover nothing."""

from dataclasses import dataclass

from website.maps.clusters import Cluster
from website.maps.frame import Frame
from website.maps.outline import City

# The width of a letter and the height of a line at the largest font size in map.css (on phones), in drawing units.
LETTER, LINE = 11.5, 25
DOT = 3
GAP = 5


@dataclass(frozen=True)
class Label:
    """A name with its position and SVG `text-anchor`, and the position of the city."""

    name: str
    x: float
    y: float
    anchor: str
    dot_x: float
    dot_y: float


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def placed_labels(cities: list[City], clusters: list[Cluster], frame: Frame, language: str) -> list[Label]:
    """Return labels for the cities within the frame, in order. A city whose name does not fit is omitted."""
    taken = [_around(cluster.x, cluster.y, cluster.reach) for cluster in clusters]
    labels = []
    for city in cities:
        dot_x, dot_y = frame.project(city.latitude, city.longitude)
        if not (0 < dot_x < frame.width and 0 < dot_y < frame.height):
            continue
        for x, y, anchor in _positions(dot_x, dot_y, clusters):
            box = _box(x, y, anchor, len(city.names[language]) * LETTER)
            inside = box.left > 0 and box.top > 0 and box.right < frame.width and box.bottom < frame.height
            if inside and not any(box.overlaps(other) for other in taken):
                taken += [box, _around(dot_x, dot_y, DOT)]
                labels.append(Label(city.names[language], round(x, 1), round(y, 1), anchor, dot_x, dot_y))
                break
    return labels


def _positions(x: float, y: float, clusters: list[Cluster]) -> list[tuple[float, float, str]]:
    """Return positions right, left, above and below of the city, or of the circle that covers it."""
    cover = next((c for c in clusters if (c.x - x) ** 2 + (c.y - y) ** 2 < c.radius**2), None)
    if cover:
        x, y, away = cover.x, cover.y, cover.reach + GAP
    else:
        away = DOT + GAP
    over = away + LINE / 2
    return [(x + away, y, "start"), (x - away, y, "end"), (x, y - over, "middle"), (x, y + over, "middle")]


def _box(x: float, y: float, anchor: str, width: float) -> _Box:
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return _Box(left, y - LINE / 2, left + width, y + LINE / 2)


def _around(x: float, y: float, radius: float) -> _Box:
    return _Box(x - radius, y - radius, x + radius, y + radius)
