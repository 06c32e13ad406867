"""The map of the directory: the items of a list, grouped by place."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil, floor

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.members.enums import DirectoryScope
from website.core.listings import BoundListing
from website.maps.clusters import Cluster, Place
from website.maps.drawing import REGION, TOWN, Drawing, draw_map, frame_around, is_on_map
from website.maps.frame import Bounds
from website.topics.enums import Country

# Degrees. Zooming in does not separate places that are closer than this.
INSEPARABLE = 0.03
# Number of places named in the label of a circle of many.
NAMED_PLACES = 2


@dataclass(frozen=True)
class PlaceLink:
    """An entry of the list of places beside the map."""

    name: str
    url: str
    number: str


@dataclass(frozen=True)
class DirectoryMap:
    """A drawing and the same places as text: by country, then places outside the map.

    `unplaced` is the number of items without a known place.
    """

    drawing: Drawing
    countries: list[dict]
    outside: list[PlaceLink]
    unplaced: int


def directory_map(bound: BoundListing, who: DirectoryScope) -> DirectoryMap:
    """Return the map of all items of a list, not of one page."""
    places, unplaced = _group_by_place(bound.items)
    linker = _Linker(bound, _counter(who))
    is_zoomed = any(name == "area" for name, _value in bound.pairs)
    frame = frame_around(places if bound.is_filtered else [], TOWN if is_zoomed else REGION)
    drawing = draw_map(places, frame, linker.circle)
    inside, outside = [], []
    for place in sorted(places, key=lambda place: (Country(place.country).label, slugify(place.name))):
        (inside if is_on_map(place) else outside).append(place)
    countries = [
        {"name": Country(code).label, "places": [linker.line(place) for place in group]}
        for code, group in groupby(inside, key=lambda place: place.country)
    ]
    return DirectoryMap(drawing, countries, [linker.line(place) for place in outside], unplaced)


def _group_by_place(items) -> tuple[list[Place], int]:
    """Return each place with its items, and the number of items without a place."""
    places: dict[tuple, Place] = {}
    unplaced = 0
    for item in items:
        place = item.whereabouts
        if place is None:
            unplaced += 1
            continue
        key = place.filters or (place.name, place.points)
        known = places.get(key, replace(place, points=()))
        places[key] = replace(known, points=known.points + place.points, items=(*known.items, item))
    return list(places.values()), unplaced


def _counter(who: DirectoryScope) -> Callable[[int], str]:
    if who == DirectoryScope.PEOPLE:
        return lambda n: ngettext("%(count)d person", "%(count)d people", n) % {"count": n}
    return lambda n: ngettext("%(count)d organisation", "%(count)d organisations", n) % {"count": n}


class _Linker:
    """Labels and URLs of circles and list entries. The URLs include the list's filters.

    `format_count` returns a number of items in words.
    """

    def __init__(self, bound: BoundListing, format_count: Callable[[int], str]):
        self.bound, self.format_count = bound, format_count

    def line(self, place: Place) -> PlaceLink:
        if place.number == 1:
            return PlaceLink(f"{place.name}: {place.items[0]}", place.items[0].get_absolute_url(), "")
        return PlaceLink(place.name, self._list_of(place), self.format_count(place.number))

    def circle(self, cluster: Cluster) -> tuple[str, str]:
        if cluster.number == 1:
            line = self.line(cluster.places[0])
            return line.name, line.url
        label = f"{_label(cluster.places)}: {self.format_count(cluster.number)}"
        if len(cluster.places) == 1 or cluster.spread < INSEPARABLE:
            return label, self._list_of(*cluster.places)
        return label, self.bound.address(("area", _area(cluster.places)), without=("city",))

    def _list_of(self, *places: Place) -> str:
        """Return the URL of the list (not the map) of the items at these places."""
        if len(places) == 1 and places[0].filters:
            return self.bound.address(*places[0].filters, without=("view", "area"))
        return self.bound.address(("area", _area(places)), without=("view", "city"))


def _label(places: list[Place]) -> str:
    """Return the names of the largest places and the number of the others."""
    names = [place.name for place in sorted(places, key=lambda place: -place.number)]
    if len(names) <= NAMED_PLACES + 1:
        return ", ".join(names)
    rest = len(names) - NAMED_PLACES
    more = ngettext("%(count)d other place", "%(count)d other places", rest) % {"count": rest}
    return _("%(names)s and %(more)s") % {"names": ", ".join(names[:NAMED_PLACES]), "more": more}


def _area(places) -> str:
    """Return the bounding box of these places, rounded outwards to include places on its edges."""
    bounds = Bounds.around(point for place in places for point in place.points)
    west, south = (floor(value * 1000) / 1000 for value in (bounds.west, bounds.south))
    east, north = (ceil(value * 1000) / 1000 for value in (bounds.east, bounds.north))
    return f"{west:.3f},{south:.3f},{east:.3f},{north:.3f}"
