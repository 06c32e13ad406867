"""Simplify lines, and clip rings to a rectangle."""

from website.maps.frame import Bounds

Point = tuple[float, float]


def simplified(line: list[Point], tolerance: float) -> list[Point]:
    """Return the line without points that are within `tolerance` of the rest (Douglas-Peucker). Its ends remain.

    A closed line is split at the point farthest from its beginning, because the algorithm needs two different ends.
    """
    if len(line) < 3:
        return line
    if line[0] == line[-1]:
        farthest = max(range(len(line)), key=lambda i: _distance(line[i], line[0], line[0]))
        return simplified(line[: farthest + 1], tolerance)[:-1] + simplified(line[farthest:], tolerance)
    kept, segments = {0, len(line) - 1}, [(0, len(line) - 1)]
    while segments:
        first, last = segments.pop()
        inner = range(first + 1, last)
        farthest = max(inner, key=lambda i: _distance(line[i], line[first], line[last]), default=None)
        if farthest is not None and _distance(line[farthest], line[first], line[last]) > tolerance:
            kept.add(farthest)
            segments += [(first, farthest), (farthest, last)]
    return [line[i] for i in sorted(kept)]


def _distance(point: Point, begin: Point, end: Point) -> float:
    """Return the distance from a point to a segment."""
    (x, y), (x1, y1), (x2, y2) = point, begin, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = max(0, min(1, ((x - x1) * dx + (y - y1) * dy) / length)) if length else 0
    return ((x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2) ** 0.5


def clipped(ring: list[Point], bounds: Bounds) -> list[Point]:
    """Return the part of a `(longitude, latitude)` ring within the bounds (Sutherland-Hodgman). It may be empty."""
    for axis, limit, sign in ((0, bounds.west, 1), (0, bounds.east, -1), (1, bounds.south, 1), (1, bounds.north, -1)):
        ring = _cut(ring, axis, limit, sign)
    return ring


def _cut(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was_in, is_in = sign * (before[axis] - limit) >= 0, sign * (point[axis] - limit) >= 0
        if was_in != is_in:
            kept.append(_crossing(before, point, axis, limit))
        if is_in:
            kept.append(point)
    return kept


def _crossing(begin: Point, end: Point, axis: int, limit: float) -> Point:
    share = (limit - begin[axis]) / (end[axis] - begin[axis])
    other = begin[1 - axis] + share * (end[1 - axis] - begin[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)
