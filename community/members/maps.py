"""The directory on a map: what a list holds, grouped by place."""

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

# Degrees; places closer than this stay one circle however near the map comes.
INSEPARABLE = 0.03
NAMED = 2


@dataclass(frozen=True)
class PlaceLink:
    """A line of the list beside the map."""

    name: str
    url: str
    number: str


@dataclass(frozen=True)
class DirectoryMap:
    """A drawing and the same places in words: by country, then those the drawing does not reach."""

    drawing: Drawing
    countries: list[dict]
    outside: list[PlaceLink]
    unplaced: int


def directory_map(bound: BoundListing, who: DirectoryScope) -> DirectoryMap:
    """The whole filtered list, not one page of it."""
    places, unplaced = _by_place(bound.items)
    linker = _Linker(bound, _counted(who))
    is_near = any(name == "area" for name, _value in bound.pairs)
    frame = frame_around(places if bound.is_filtered else [], TOWN if is_near else REGION)
    drawing = draw_map(places, frame, linker.circle)
    inside, outside = [], []
    for place in sorted(places, key=lambda place: (Country(place.country).label, slugify(place.name))):
        (inside if is_on_map(place) else outside).append(place)
    countries = [
        {"name": Country(code).label, "places": [linker.line(place) for place in group]}
        for code, group in groupby(inside, key=lambda place: place.country)
    ]
    return DirectoryMap(drawing, countries, [linker.line(place) for place in outside], unplaced)


def _by_place(items) -> tuple[list[Place], int]:
    """Each town or territory with what is there, and how many are nowhere."""
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


def _counted(who: DirectoryScope) -> Callable[[int], str]:
    if who == DirectoryScope.PEOPLE:
        return lambda n: ngettext("%(count)d person", "%(count)d people", n) % {"count": n}
    return lambda n: ngettext("%(count)d organisation", "%(count)d organisations", n) % {"count": n}


class _Linker:
    """Names and addresses of circles and lines; the addresses keep the list's own filters."""

    def __init__(self, bound: BoundListing, counted: Callable[[int], str]):
        self.bound, self.counted = bound, counted

    def line(self, place: Place) -> PlaceLink:
        if place.number == 1:
            return PlaceLink(f"{place.name}: {place.items[0]}", place.items[0].get_absolute_url(), "")
        return PlaceLink(place.name, self._list_of(place), self.counted(place.number))

    def circle(self, cluster: Cluster) -> tuple[str, str]:
        if cluster.number == 1:
            line = self.line(cluster.places[0])
            return line.name, line.url
        label = f"{_named(cluster.places)}: {self.counted(cluster.number)}"
        if len(cluster.places) == 1 or cluster.spread < INSEPARABLE:
            return label, self._list_of(*cluster.places)
        return label, self.bound.address(("area", _area(cluster.places)), without=("city",))

    def _list_of(self, *places: Place) -> str:
        """The list, not the map, of what is at these places."""
        if len(places) == 1 and places[0].filters:
            return self.bound.address(*places[0].filters, without=("view", "area"))
        return self.bound.address(("area", _area(places)), without=("view", "city"))


def _named(places: list[Place]) -> str:
    """The largest by name, the rest by number."""
    names = [place.name for place in sorted(places, key=lambda place: -place.number)]
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    rest = len(names) - NAMED
    more = ngettext("%(count)d more place", "%(count)d more places", rest) % {"count": rest}
    return _("%(names)s and %(more)s") % {"names": ", ".join(names[:NAMED]), "more": more}


def _area(places) -> str:
    """What holds these places, rounded outwards, so that what lies on an edge stays in."""
    bounds = Bounds.around(point for place in places for point in place.points)
    west, south = (floor(value * 1000) / 1000 for value in (bounds.west, bounds.south))
    east, north = (ceil(value * 1000) / 1000 for value in (bounds.east, bounds.north))
    return f"{west:.3f},{south:.3f},{east:.3f},{north:.3f}"
