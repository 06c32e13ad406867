"""An invented atlas: two square countries with a common border, and a distant island."""

import json

import pytest
from django.core.management import CommandError, call_command

from website.maps import outline
from website.maps.frame import Bounds
from website.maps.geometry import clipped, simplified
from website.maps.topology import read_countries

# In steps of 0.1 degree from 5° E, 48° N. Arc 0 is the border, with one point slightly off the line.
ARCS = [
    [[10, 0], [0, 5], [1, 5], [-1, 0]],
    [[10, 10], [-10, 0], [0, -10], [10, 0]],
    [[10, 0], [10, 0], [0, 10], [-10, 0]],
    [[900, 0], [10, 0], [0, 10], [-10, -10]],
]
ATLAS = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [5, 48]},
    "arcs": ARCS,
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "250", "properties": {"name": "West"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "276", "properties": {"name": "East"}, "arcs": [[[2, -1]], [[3]]]},
            ]
        }
    },
}
EVERYWHERE = Bounds(-180, -90, 180, 90)


def rounded(ring):
    return [(round(x, 2), round(y, 2)) for x, y in ring]


def test_arcs_are_decoded_joined_and_reversed():
    west, east = read_countries(ATLAS, EVERYWHERE, tolerance=0)
    assert rounded(west.rings[0]) == [(6, 48), (6, 48.5), (6.1, 49), (6, 49), (5, 49), (5, 48), (6, 48)]
    assert rounded(east.rings[0])[-4:] == [(6, 49), (6.1, 49), (6, 48.5), (6, 48)]
    assert len(east.rings) == 2


def test_neighbours_share_the_simplified_border():
    west, east = read_countries(ATLAS, EVERYWHERE, tolerance=0.2)
    border = {(6, 48), (6, 49)}
    assert border <= set(rounded(west.rings[0]))
    assert border <= set(rounded(east.rings[0]))
    assert (6, 48.5) not in rounded(west.rings[0]) + rounded(east.rings[0])


def test_only_what_lies_within_the_bounds_is_read():
    found = read_countries(ATLAS, Bounds(4, 47, 5.5, 50), tolerance=0)
    assert [(country.code, country.name) for country in found] == [("250", "West")]
    assert max(x for x, _y in found[0].rings[0]) == 5.5


def test_a_ring_is_cut_along_every_edge():
    square = [(0, 0), (10, 0), (10, 10), (0, 10)]
    assert set(clipped(square, Bounds(2, 3, 5, 6))) == {(2, 3), (5, 3), (5, 6), (2, 6)}
    assert clipped(square, Bounds(20, 20, 30, 30)) == []
    assert set(clipped(square, Bounds(-5, -5, 20, 20))) == set(square)


def test_a_line_loses_points_within_the_tolerance():
    line = [(0, 0), (1, 0.01), (2, 0), (2, 5)]
    assert simplified(line, 0.1) == [(0, 0), (2, 0), (2, 5)]
    assert simplified(line, 0) == line


def test_a_closed_line_keeps_its_shape():
    square = [(0, 0), (5, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert simplified(square, 0.1) == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]


@pytest.fixture
def atlas(tmp_path):
    path = tmp_path / "countries.json"
    path.write_text(json.dumps(ATLAS))
    return path


def test_the_command_writes_the_same_outline_twice(atlas, tmp_path, capsys):
    texts = []
    for name in ("one.json", "two.json"):
        call_command("make_map_outline", atlas, output=tmp_path / name)
        texts.append((tmp_path / name).read_text())
    assert texts[0] == texts[1]
    made = json.loads(texts[0])
    assert made["source"] == outline.SOURCE
    assert [country["name"] for country in made["countries"]] == ["East", "West"]


def test_the_command_refuses_other_files(tmp_path):
    path = tmp_path / "other.json"
    for text in ("[]", "{", '{"transform": {}}'):
        path.write_text(text)
        with pytest.raises(CommandError, match="is not a file of world-atlas"):
            call_command("make_map_outline", path, output=tmp_path / "out.json")


def test_the_committed_outline_has_the_countries_of_the_network_and_names_its_source():
    ground = json.loads(outline.OUTLINE.read_text())
    names = {country["name"] for country in ground["countries"]}
    assert {"Belgium", "France", "Germany", "Luxembourg", "Switzerland"} <= names
    assert ground["source"] == outline.SOURCE
    assert [land.is_home for land in outline.lands()].count(True) == 1


def test_every_city_is_on_the_map():
    points = {city.names["en"]: (city.latitude, city.longitude) for city in outline.cities()}
    assert [name for name, point in points.items() if not outline.BOUNDS.contain(*point)] == []
