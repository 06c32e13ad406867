from math import isclose

import pytest

from website.maps.frame import Bounds, Frame, mercator

STRASBOURG, METZ, NANCY = (48.583, 7.746), (49.119, 6.176), (48.693, 6.183)
FRAME = Frame.of(Bounds(west=3, south=47, east=9, north=51), width=600)


def test_mercator_stretches_towards_the_poles():
    assert mercator(0) == 0
    assert round(mercator(1), 3) == 1.0
    assert round(mercator(60), 4) == 75.4561
    assert mercator(-45) == -mercator(45)


def test_the_corners_of_the_bounds_are_projected_to_the_corners_of_the_frame():
    assert FRAME.project(51, 3) == (0, 0)
    assert FRAME.project(47, 9) == (600, pytest.approx(FRAME.height, abs=0.5))


def test_east_is_right_and_north_is_up():
    (strasbourg_x, strasbourg_y), (metz_x, metz_y) = FRAME.project(*STRASBOURG), FRAME.project(*METZ)
    assert strasbourg_x > metz_x
    assert strasbourg_y > metz_y


def test_a_frame_around_points_is_centred_on_them():
    close = FRAME.around([METZ, NANCY], least=1)
    x, y = zip(*(close.project(*point) for point in (METZ, NANCY)), strict=True)
    assert isclose(sum(x) / 2, close.width / 2, abs_tol=0.2)
    assert isclose(sum(y) / 2, close.height / 2, abs_tol=0.2)


def test_a_frame_around_one_point_has_the_minimum_width():
    close = FRAME.around([NANCY], least=2)
    assert close.width / close.scale == 2


def test_a_frame_around_points_remains_within_the_whole():
    corner = FRAME.around([(50.99, 3.01)], least=2)
    assert (corner.west, corner.top) == (FRAME.west, FRAME.top)
    other = FRAME.around([(47.01, 8.99)], least=2)
    assert isclose(other.west + 2, 9)
    assert isclose(other.top - other.height / other.scale, mercator(47), abs_tol=0.01)


def test_a_frame_around_everything_is_the_whole():
    assert FRAME.around([(47, 3), (51, 9)], least=1) == FRAME


def test_the_transform_converts_coordinates_of_the_whole_to_those_of_a_part():
    close = FRAME.around([NANCY], least=2)
    move, scale = close.transform_from(FRAME).removesuffix(")").split(") scale(")
    dx, dy = map(float, move.removeprefix("translate(").split())
    x, y = FRAME.project(*NANCY)
    here = close.project(*NANCY)
    assert isclose(x * float(scale) + dx, here[0], abs_tol=0.3)
    assert isclose(y * float(scale) + dy, here[1], abs_tol=0.3)


def test_bounds_contain_their_edges():
    bounds = Bounds.around([METZ, STRASBOURG])
    assert bounds == Bounds(west=6.176, south=48.583, east=7.746, north=49.119)
    assert bounds.contain(*METZ)
    assert not bounds.contain(48.5, 7)
