from itertools import combinations
from math import dist

import pytest
from django.utils import translation

from website.maps.clusters import Place, clustered
from website.maps.drawing import TOWN, draw_map, frame_around
from website.maps.labels import placed_labels
from website.maps.outline import WHOLE, City

STRASBOURG, KEHL, NANCY, REIMS, TOULOUSE = (
    (48.583, 7.746),
    (48.575, 7.815),
    (48.693, 6.183),
    (49.258, 4.032),
    (43.604, 1.444),
)


def place(name, point, number=1):
    return Place(name, "FR", (point,), items=("x",) * number)


def describe(cluster):
    return " + ".join(sorted(place.name for place in cluster.places)), f"/{cluster.number}/"


def test_distant_places_have_separate_circles():
    drawing = draw_map([place("Nancy", NANCY), place("Reims", REIMS, 3)], WHOLE, describe)
    assert {(point.label, point.number, point.url) for point in drawing.points} == {
        ("Nancy", "", "/1/"),
        ("Reims", "3", "/3/"),
    }


def test_places_whose_circles_would_touch_are_merged():
    drawing = draw_map([place("Strasbourg", STRASBOURG, 4), place("Kehl", KEHL)], WHOLE, describe)
    assert [(point.label, point.number) for point in drawing.points] == [("Kehl + Strasbourg", "5")]


def test_a_merged_circle_is_nearer_to_the_larger_place():
    joined = clustered([place("Strasbourg", STRASBOURG, 9), place("Kehl", KEHL)], WHOLE)[0]
    centre = (joined.x, joined.y)
    assert dist(centre, WHOLE.project(*STRASBOURG)) < dist(centre, WHOLE.project(*KEHL))


def test_zooming_in_separates_merged_places():
    places = [place("Strasbourg", STRASBOURG, 4), place("Kehl", KEHL)]
    assert len(draw_map(places, frame_around(places, TOWN), describe).points) == 2


def test_no_two_circles_touch_however_many_places_there_are():
    grid = [(i, j) for i in range(25) for j in range(24)]
    places = [place(f"{i}-{j}", (47.2 + i * 0.15, 3.4 + j * 0.23), 1 + (i * j) % 7) for i, j in grid]
    circles = clustered(places, WHOLE)
    assert sum(circle.number for circle in circles) == sum(each.number for each in places)
    assert [pair for pair in combinations(circles, 2) if pair[0].touches(pair[1])] == []


def test_a_place_outside_the_map_is_not_drawn():
    assert draw_map([place("Toulouse", TOULOUSE)], WHOLE, describe).points == []
    assert frame_around([place("Toulouse", TOULOUSE)]) == WHOLE


@pytest.mark.parametrize(("language", "name"), [("fr", "Bâle"), ("de", "Basel"), ("nl", "Bazel"), ("en", "Basel")])
def test_cities_are_named_in_the_readers_language(language, name):
    with translation.override(language):
        assert name in {label.name for label in draw_map([], WHOLE, describe).places}


def test_the_name_of_a_city_covers_neither_circles_nor_other_names():
    city = City({"fr": "Nancy"}, *NANCY)
    alone = placed_labels([city], [], WHOLE, "fr")[0]
    assert alone.anchor == "start"
    circles = clustered([place("x", (48.693, 6.5)), place("y", NANCY)], WHOLE)
    beside = placed_labels([city], circles, WHOLE, "fr")[0]
    assert beside.anchor == "end"
    assert len(placed_labels([city] * 9, [], WHOLE, "fr")) < 9
