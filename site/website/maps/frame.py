"""The Web Mercator projection of points on the earth into the units of a drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asinh, degrees, radians, tan

WIDTH = 640
MARGIN = 0.18


def mercator(latitude: float) -> float:
    """Return the ordinate of a latitude, in units of one degree of longitude."""
    return degrees(asinh(tan(radians(latitude))))


@dataclass(frozen=True)
class Bounds:
    """A bounding box in degrees."""

    west: float
    south: float
    east: float
    north: float

    def contain(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]]) -> "Bounds":
        """Return the smallest box around these `(latitude, longitude)` points, of which there must be one."""
        latitudes, longitudes = zip(*points, strict=True)
        return cls(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


@dataclass(frozen=True)
class Frame:
    """The part of the earth on a drawing.

    `west` (a longitude) and `top` (an ordinate) are its north-western corner, `scale` its units per degree.
    """

    west: float
    top: float
    scale: float
    width: int
    height: int

    @classmethod
    def of(cls, bounds: Bounds, width: int = WIDTH) -> "Frame":
        """Return the frame of exactly these bounds. The height follows from the width."""
        scale = width / (bounds.east - bounds.west)
        top = mercator(bounds.north)
        return cls(bounds.west, top, scale, width, round((top - mercator(bounds.south)) * scale))

    def project(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * self.scale
        y = (self.top - mercator(latitude)) * self.scale
        return round(x, 1), round(y, 1)

    def around(self, points: Iterable[tuple[float, float]], least: float) -> "Frame":
        """Return a part of this frame, of the same size, centred on the points and at least `least` degrees wide."""
        bounds = Bounds.around(points)
        top, bottom = mercator(bounds.north), mercator(bounds.south)
        ratio, whole = self.height / self.width, self.width / self.scale
        span = max(bounds.east - bounds.west, (top - bottom) / ratio) * (1 + 2 * MARGIN)
        span = min(max(span, least), whole)
        west = min(max((bounds.west + bounds.east - span) / 2, self.west), self.west + whole - span)
        top = max(min((top + bottom + span * ratio) / 2, self.top), self.top - (whole - span) * ratio)
        return Frame(west, top, self.width / span, self.width, self.height)

    def transform_from(self, other: "Frame") -> str:
        """Return the SVG transform from the coordinates of the frame `other` to those of this one."""
        factor = self.scale / other.scale
        x, y = (other.west - self.west) * self.scale, (self.top - other.top) * self.scale
        return f"translate({x:.1f} {y:.1f}) scale({factor:.4f})"
